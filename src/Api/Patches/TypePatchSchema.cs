using Kybernet.Api.Schema;

namespace Kybernet.Api.Patches;

/// <summary>The patch schema of a built-in type.</summary>
/// <param name="type">The type.</param>
public sealed class TypePatchSchema(TypeSchema type) : IPatchSchema
{
    /// <inheritdoc/>
    public string Name => type.Name;

    /// <inheritdoc/>
    public bool TryGetField(string jsonName, out PatchField field)
    {
        field = default;
        if (type.Find(jsonName) is not { } found) return false;
        IPatchSchema? below = found.Struct is { } known ? new TypePatchSchema(known) : null;
        if (found.Shape == ValueShape.Map) below = new MapPatchSchema(found.TypeName, below);
        field = new(StrategyOf(found.PatchStrategy), found.PatchMergeKey, below);
        return true;
    }

    private static PatchStrategy StrategyOf(string names)
    {
        var strategy = PatchStrategy.None;
        foreach (var name in names.AsSpan().Split(','))
        {
            strategy |= names.AsSpan()[name].Trim() switch
            {
                "merge" => PatchStrategy.Merge,
                "replace" => PatchStrategy.Replace,
                "retainKeys" => PatchStrategy.RetainKeys,
                _ => PatchStrategy.None,
            };
        }

        return strategy;
    }

    private sealed class MapPatchSchema(string name, IPatchSchema? element) : IPatchSchema
    {
        public string Name => $"map[string]{name}";

        public bool TryGetField(string jsonName, out PatchField field)
        {
            field = new(PatchStrategy.None, "", element);
            return true;
        }
    }
}
