using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// How values of a type merge and are owned (upstream's structured-merge-diff schema): which fields a map declares, by what a
/// list tells its items apart, and what is only taken as a whole.
/// </summary>
public abstract class MergeSchema
{
    /// <summary>What has no schema and is taken as a whole.</summary>
    public static MergeSchema Atomic { get; } = new AnySchema(isAtomic: true);

    /// <summary>What has no schema: objects field by field, the rest as a whole.</summary>
    public static MergeSchema Deduced { get; } = new AnySchema(isAtomic: false);

    /// <summary>A scalar of any kind.</summary>
    public static MergeSchema Scalar { get; } = new ScalarSchema(ScalarKind.Any);

    /// <summary>A string.</summary>
    public static MergeSchema Text { get; } = new ScalarSchema(ScalarKind.Text);

    /// <summary>A number, whole or not.</summary>
    public static MergeSchema Number { get; } = new ScalarSchema(ScalarKind.Number);

    /// <summary>True or false.</summary>
    public static MergeSchema Truth { get; } = new ScalarSchema(ScalarKind.Truth);

    /// <summary>Itself if values are objects.</summary>
    internal virtual MapSchema? AsMap => null;

    /// <summary>Itself if values are lists.</summary>
    internal virtual ListSchema? AsList => null;

    /// <summary>What values are if they are scalars; null where they are not.</summary>
    internal virtual ScalarKind? AsScalar => null;

    /// <summary>The schema of this very value: what has no schema is what its value is.</summary>
    internal virtual MergeSchema For(JsonValue value) => this;

    /// <summary>The schema of the value that starts with this token.</summary>
    internal virtual MergeSchema For(JsonTokenType token) => this;

    private sealed class ScalarSchema(ScalarKind kind) : MergeSchema
    {
        internal override ScalarKind? AsScalar => kind;
    }

    private sealed class AnySchema : MergeSchema
    {
        private readonly MapSchema _map;
        private readonly ListSchema _list;

        public AnySchema(bool isAtomic)
        {
            _map = new AnyMap(this, isAtomic);
            _list = new ListSchema { Element = this, IsAtomic = true };
        }

        internal override MergeSchema For(JsonValue value) => value.Kind switch
        {
            JsonKind.Object => _map,
            JsonKind.Array => _list,
            _ => Scalar,
        };

        internal override MergeSchema For(JsonTokenType token) => token switch
        {
            JsonTokenType.StartObject => _map,
            JsonTokenType.StartArray => _list,
            _ => Scalar,
        };
    }

    private sealed class AnyMap(MergeSchema element, bool isAtomic) : MapSchema
    {
        public override MergeSchema Element => element;

        public override bool IsAtomic => isAtomic;

        public override MergeSchema? Declared(string name) => null;
    }
}

/// <summary>Objects: with declared fields (a struct), or with fields of any name.</summary>
public abstract class MapSchema : MergeSchema
{
    /// <summary>What fields are that are not declared; null when there are none.</summary>
    public abstract MergeSchema? Element { get; }

    /// <summary>Whether it is taken as a whole.</summary>
    public abstract bool IsAtomic { get; }

    /// <summary>The schema of a declared field, or null.</summary>
    public abstract MergeSchema? Declared(string name);

    /// <summary>The schema of a field; what is not known is taken as it comes.</summary>
    internal MergeSchema Field(string name) => Declared(name) ?? Element ?? Deduced;

    internal override MapSchema AsMap => this;
}

/// <summary>Lists: taken as a whole, sets, or associative lists.</summary>
public sealed class ListSchema : MergeSchema
{
    /// <summary>What the items are.</summary>
    public required MergeSchema Element { get; init; }

    /// <summary>Whether it is taken as a whole.</summary>
    public required bool IsAtomic { get; init; }

    /// <summary>The fields by which items are told apart, with what counts where one is absent; empty for a set.</summary>
    public IReadOnlyList<(string Name, JsonValue? Default)> Keys { get; init; } = [];

    internal override ListSchema AsList => this;

    /// <summary>How an item is told apart from the others.</summary>
    /// <param name="item">The item.</param>
    /// <param name="element">Its path element.</param>
    /// <returns>Null, or what is wrong with the item, in upstream's words.</returns>
    internal string? Identify(JsonValue item, out PathElement element)
    {
        element = default;
        if (Keys.Count == 0)
        {
            if (item.IsNull) return "associative list without keys has an element that's an explicit null";
            if (item.Kind is JsonKind.Object) return "associative list without keys has an element that's a map type";
            if (item.Kind is JsonKind.Array) return "not supported: associative list with lists as elements";
            element = PathElement.Value(item);
            return null;
        }

        if (item.IsNull) return "associative list with keys may not have a null element";
        if (item.ObjectOrNull is not { } fields) return "associative list with keys may not have non-map elements";
        var keys = new KeyField[Keys.Count];
        var found = 0;
        foreach (var (name, fallback) in Keys)
        {
            if (fields.TryGet(name, out var value)) keys[found++] = new KeyField(name, value);
            else if (fallback is { } known) keys[found++] = new KeyField(name, known);
        }

        if (found == 0)
        {
            var names = string.Join(' ', Keys.Select(static k => GoQuote.Quote(k.Name)));
            return $"associative list with keys has an element that omits all key fields [{names}] (and doesn't have default values for any key fields)";
        }

        element = PathElement.Item(found == keys.Length ? keys : keys[..found]);
        return null;
    }
}
