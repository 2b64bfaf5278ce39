using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>What claims, classes and slices of devices have in common.</summary>
internal static class DeviceRules
{
    private const int MaxSelectors = 32;
    private const int MaxExpressionBytes = 10 * 1024;
    private const int MaxParameterBytes = 10 * 1024;
    private const int MaxPoolNameBytes = 253;
    private const int MaxIdentifierBytes = 32;

    private static readonly string[] Effects = ["NoExecute", "NoSchedule", "None"];

    /// <summary>Judges the items of a list that is not too long.</summary>
    public static void Slice<T>(KubeList<T> list, int max, Action<T, FieldPath, FieldErrors> item, FieldPath path, FieldErrors errors)
    {
        if (list.Count > max)
        {
            errors.TooMany(path, list.Count, max);
            return;
        }

        for (var i = 0; i < list.Count; i++) item(list[i], path.Index(i), errors);
    }

    /// <summary>The same, and no key stands twice.</summary>
    public static void Set<T>(
        KubeList<T> list, int max, Action<T, FieldPath, FieldErrors> item, Func<T, string> key, FieldPath path, FieldErrors errors)
    {
        Slice(list, max, item, path, errors);
        if (list.Count > max) return;
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (!seen.Add(key(list[i]))) errors.Duplicate(path.Index(i), key(list[i]));
        }
    }

    /// <summary>Judges selectors: each has an expression. Whether it compiles is not looked at.</summary>
    public static void Selectors(KubeList<DeviceSelector> selectors, FieldPath path, FieldErrors errors) => Slice(selectors, MaxSelectors, static (selector, at, e) =>
    {
        if (selector.Cel is not { } cel) e.Required(at.Child("cel"));
        else if (cel.Expression.Length > MaxExpressionBytes) e.TooLong(at.Child("cel").Child("expression"), MaxExpressionBytes);
    }, path, errors);

    /// <summary>Judges what is handed to a driver.</summary>
    public static void Configuration(OpaqueDeviceConfiguration? opaque, FieldPath path, FieldErrors errors)
    {
        var at = path.Child("opaque");
        if (opaque is null)
        {
            errors.Required(at);
            return;
        }

        CsiRules.DriverName(opaque.Driver, at.Child("driver"), errors);
        Raw(opaque.Parameters, MaxParameterBytes, at.Child("parameters"), errors);
    }

    /// <summary>Judges JSON that has to be an object.</summary>
    public static void Raw(RawJson? raw, int maxBytes, FieldPath path, FieldErrors errors)
    {
        if (raw is null || raw.Utf8.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (raw.Utf8.Length > maxBytes)
        {
            errors.TooLong(path, maxBytes);
            return;
        }

        Utf8JsonReader reader = new(raw.Utf8);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) errors.Required(path);
        else if (reader.TokenType != JsonTokenType.StartObject) errors.Invalid(path, "<value omitted>", "must be a valid JSON object");
    }

    /// <summary>Judges what a claim bears of a device.</summary>
    public static void Toleration(DeviceToleration toleration, FieldPath path, FieldErrors errors)
    {
        if (toleration.Key.Length > 0) errors.Invalid(path.Child("key"), toleration.Key, Names.CheckQualifiedName(toleration.Key));
        switch (toleration.Operator)
        {
            case "Exists":
                if (toleration.Value.Length > 0) errors.Invalid(path.Child("value"), toleration.Value, "must be empty for operator `Exists`");
                break;
            case "Equal":
                errors.Invalid(path.Child("value"), toleration.Value, Names.CheckLabelValue(toleration.Value));
                break;
            case "":
                errors.Required(path.Child("operator"));
                break;
            default:
                errors.NotSupported(path.Child("operator"), toleration.Operator, "Equal", "Exists");
                break;
        }

        if (toleration.Effect.Length > 0) errors.OneOf(path.Child("effect"), toleration.Effect, Effects);
    }

    /// <summary>Judges what keeps claims away from a device.</summary>
    public static void Taint(DeviceTaint taint, FieldPath path, FieldErrors errors)
    {
        errors.Invalid(path.Child("key"), taint.Key, Names.CheckQualifiedName(taint.Key));
        if (taint.Value.Length > 0) errors.Invalid(path.Child("value"), taint.Value, Names.CheckLabelValue(taint.Value));
        if (taint.Effect.Length == 0) errors.Required(path.Child("effect"));
        else errors.OneOf(path.Child("effect"), taint.Effect, Effects);
    }

    /// <summary>Judges the name of a pool: subdomains with slashes between them.</summary>
    public static void PoolName(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (name.Length > MaxPoolNameBytes) errors.TooLong(path, MaxPoolNameBytes);
        foreach (var part in name.Split('/')) errors.Invalid(path, part, NameRules.Subdomain(part, prefix: false));
    }

    /// <summary>Judges an attribute's name with or without the domain it is of.</summary>
    public static void QualifiedName(string name, FieldPath path, FieldErrors errors)
    {
        var parts = name.Split('/');
        if (parts.Length > 2)
        {
            errors.Invalid(path, name, "must not contain more than one slash");
            return;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) errors.Invalid(path, "", "the domain must not be empty");
            else CsiRules.DriverName(parts[0], path, errors);
            if (parts[1].Length == 0)
            {
                errors.Invalid(path, "", "the name must not be empty");
                return;
            }
        }

        if (parts[^1].Length > MaxIdentifierBytes) errors.TooLong(path, MaxIdentifierBytes);
        errors.Invalid(path, parts[^1], Names.CheckCIdentifier(parts[^1]));
    }

    /// <summary>Judges an attribute's name with its domain.</summary>
    public static void FullyQualifiedName(string name, FieldPath path, FieldErrors errors)
    {
        QualifiedName(name, path, errors);
        if (!name.Contains('/')) errors.Invalid(path, name, "a fully qualified name must be a domain and a name separated by a slash");
    }
}
