namespace Kybernet.Api.Fields;

/// <summary>Which fields each manager of an object has, by the manager's identifier (upstream's fieldpath.ManagedFields).</summary>
public sealed class FieldOwners : SortedDictionary<string, OwnedFields>
{
    /// <summary>Nobody has anything.</summary>
    public FieldOwners() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>A copy.</summary>
    public FieldOwners(FieldOwners other) : base(other, StringComparer.Ordinal)
    {
    }

    /// <summary>What one manager has; null when that is nothing.</summary>
    public OwnedFields? Of(string manager) => TryGetValue(manager, out var owned) ? owned : null;

    /// <summary>Whether the same owners have the same fields.</summary>
    public bool HasSame(FieldOwners other)
    {
        if (other.Count != Count) return false;
        foreach (var (manager, owned) in this)
        {
            if (!other.TryGetValue(manager, out var theirs) || theirs.ApiVersion != owned.ApiVersion || !theirs.Fields.Equals(owned.Fields)) return false;
        }

        return true;
    }

    /// <summary>Sets what a manager has; forgets a manager that has nothing.</summary>
    public void Set(string manager, OwnedFields owned)
    {
        if (owned.Fields.IsEmpty) Remove(manager);
        else this[manager] = owned;
    }
}

/// <summary>The fields of one manager.</summary>
/// <param name="ApiVersion">The version in which they are named.</param>
/// <param name="Fields">The fields.</param>
/// <param name="IsApplied">Whether they were applied, so that a field that is no longer applied goes.</param>
public sealed record OwnedFields(string ApiVersion, FieldSet Fields, bool IsApplied);

/// <summary>A field that somebody else has and that would change.</summary>
/// <param name="Manager">The other's identifier.</param>
/// <param name="Path">The field, as in <c>.spec.replicas</c>.</param>
public sealed record FieldConflict(string Manager, string Path);
