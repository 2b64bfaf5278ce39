using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>StorageClasses.</summary>
internal static class StorageClassValidation
{
    private const int MaxParameters = 512;
    private const int MaxParameterBytes = 256 * 1024;

    /// <summary>Judges a class.</summary>
    public static void Validate(StorageClass storage, FieldErrors errors)
    {
        if (storage.Provisioner.Length == 0) errors.Required(FieldPath.Of("provisioner"));
        else errors.Invalid(FieldPath.Of("provisioner"), storage.Provisioner, Names.CheckQualifiedName(storage.Provisioner.ToLowerInvariant()));
        Parameters(storage.Parameters, FieldPath.Of("parameters"), errors);
        if (storage.ReclaimPolicy is { Length: > 0 } reclaim) errors.OneOf(FieldPath.Of("reclaimPolicy"), reclaim, "Delete", "Retain");
        if (storage.VolumeBindingMode is not { } binding) errors.Required(FieldPath.Of("volumeBindingMode"));
        else errors.OneOf(FieldPath.Of("volumeBindingMode"), binding, "Immediate", "WaitForFirstConsumer");
        ValidateTopologies(storage.AllowedTopologies, FieldPath.Of("allowedTopologies"), errors);
    }

    /// <summary>Judges a change: what was provisioned by a class stays true of it.</summary>
    public static void ValidateUpdate(StorageClass storage, StorageClass old, FieldErrors errors)
    {
        Validate(storage, errors);
        errors.Unchanged(FieldPath.Of("parameters"), storage.Parameters, storage.Parameters.ContentEquals(old.Parameters));
        errors.Immutable(FieldPath.Of("provisioner"), storage.Provisioner, old.Provisioner);
        errors.Immutable(FieldPath.Of("reclaimPolicy"), storage.ReclaimPolicy, old.ReclaimPolicy);
        errors.Immutable(FieldPath.Of("volumeBindingMode"), storage.VolumeBindingMode, old.VolumeBindingMode);
    }

    /// <summary>What a driver is told: bounded in number and size.</summary>
    public static void Parameters(KubeMap<string> parameters, FieldPath path, FieldErrors errors)
    {
        if (parameters.Count > MaxParameters) errors.TooLong(path, MaxParameters);
        long size = 0;
        foreach (var (key, value) in parameters)
        {
            if (key.Length == 0) errors.Invalid(path, key, "field can not be empty.");
            size += key.Length + value.Length;
        }

        if (size > MaxParameterBytes) errors.TooLong(path, MaxParameterBytes);
    }

    private static void ValidateTopologies(KubeList<TopologySelectorTerm> terms, FieldPath path, FieldErrors errors)
    {
        // Upstream compares with as many empty terms as there are terms: an empty one is always a duplicate.
        List<TopologySelectorTerm> seen = [.. Enumerable.Repeat(new TopologySelectorTerm(), terms.Count)];
        for (var i = 0; i < terms.Count; i++)
        {
            var at = path.Index(i).Child("matchLabelExpressions");
            var expressions = terms[i].MatchLabelExpressions;
            HashSet<string> keys = new(StringComparer.Ordinal);
            for (var j = 0; j < expressions.Count; j++)
            {
                ValidateExpression(expressions[j], at.Index(j), errors);
                if (!keys.Add(expressions[j].Key)) errors.Duplicate(at.Index(j).Child("key"), expressions[j].Key);
            }

            foreach (var other in seen)
            {
                if (Same(other, terms[i])) errors.Duplicate(at, "");
            }

            seen.Add(terms[i]);
        }
    }

    private static void ValidateExpression(TopologySelectorLabelRequirement expression, FieldPath path, FieldErrors errors)
    {
        if (expression.Values.Count == 0) errors.Required(path.Child("values"));
        for (var i = 1; i < expression.Values.Count; i++)
        {
            if (expression.Values.Take(i).Contains(expression.Values[i])) errors.Duplicate(path.Child("values").Index(i), expression.Values[i]);
        }

        errors.Invalid(path.Child("key"), expression.Key, Names.CheckQualifiedName(expression.Key));
    }

    private static bool Same(TopologySelectorTerm left, TopologySelectorTerm right)
    {
        static Dictionary<string, HashSet<string>> Sets(TopologySelectorTerm term) =>
            term.MatchLabelExpressions.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Values.ToHashSet());

        var (a, b) = (Sets(left), Sets(right));
        return a.Count == b.Count && a.All(e => b.TryGetValue(e.Key, out var values) && values.SetEquals(e.Value));
    }
}
