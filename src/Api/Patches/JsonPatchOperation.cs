using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>One step of a <see cref="JsonPatch"/>.</summary>
internal sealed record JsonPatchOperation(string Op, string Path, string From, JsonValue Value)
{
    public static JsonPatchOperation Read(JsonValue operation)
    {
        if (operation.IsNull) return new("", "", "", default);
        var fields = operation.ObjectOrNull ?? throw Mismatch(operation, "value of type handlers.jsonPatchOp");
        return new(Text(fields, "op"), Text(fields, "path"), Text(fields, "from"), fields["value"]);

        static string Text(JsonObject fields, string name) =>
            fields[name] is { IsNull: false } text ? text.StringOrNull ?? throw Mismatch(text, $"struct field jsonPatchOp.{name} of type string") : "";
    }

    public static PatchException Mismatch(JsonValue value, string where) =>
        new(PatchFailure.Malformed, $"error decoding patch: json: cannot unmarshal {PatchText.KindOf(value)} into Go {where}");

    public JsonValue Apply(JsonValue document, ref int copied)
    {
        if (!JsonPointer.TryParse(Path, out var path)) throw DoesNotApply($"path {GoQuote.Quote(Path)} does not start with a slash");
        return Op switch
        {
            "add" => Add(document, path, Value.Clone()),
            "remove" => Remove(document, path, out _),
            "replace" => Replace(document, path, Value.Clone()),
            "move" => Move(document, path),
            "copy" => Copy(document, path, ref copied),
            "test" => Test(document, path),
            _ => throw new PatchException(PatchFailure.Unprocessable, $"Unexpected kind: {Op}"),
        };
    }

    /// <summary>Notes what upstream takes apart to carry the operation out; nothing where it does not apply.</summary>
    public void Open(JsonValue document, OpenedObjects opened)
    {
        if (Op is "move" or "copy" && JsonPointer.TryParse(From, out var from)) from.Open(document, opened);
        if (!JsonPointer.TryParse(Path, out var path)) return;
        path.Open(document, opened);
        if (Op == "test" && path.TryFind(document, out var tested)) opened.AddAll(tested);
    }

    private JsonValue Add(JsonValue document, JsonPointer path, JsonValue value)
    {
        // To upstream the whole document is nothing but to be replaced or tested.
        if (path.Steps.IsEmpty || !path.TryFindParent(document, out var parent)) throw Missing();
        var last = path.Steps[^1];
        if (parent.ObjectOrNull is { } fields) fields[last] = value;
        else if (last == "-") parent.AsArray().Add(value);
        else if (JsonPointer.TryIndex(last, parent.AsArray().Count + 1, out var index)) parent.AsArray().Insert(index, value);
        else throw DoesNotApply($"Unable to access invalid index: {last}");
        return document;
    }

    private JsonValue Remove(JsonValue document, JsonPointer path, out JsonValue removed)
    {
        removed = default;
        if (path.Steps.IsEmpty || !path.TryFind(document, out removed) || !path.TryFindParent(document, out var parent)) throw Missing();
        if (parent.ObjectOrNull is { } fields)
        {
            fields.Remove(path.Steps[^1]);
        }
        else
        {
            var items = parent.AsArray();
            JsonPointer.TryIndex(path.Steps[^1], items.Count, out var index);
            items.RemoveAt(index);
        }

        return document;
    }

    private JsonValue Replace(JsonValue document, JsonPointer path, JsonValue value)
    {
        if (path.Steps.IsEmpty)
            return value.Kind is JsonKind.Object or JsonKind.Array ? value : throw DoesNotApply("replace operation value must be object or array");
        if (!path.TryFind(document, out _) || !path.TryFindParent(document, out var parent)) throw Missing();
        if (parent.ObjectOrNull is { } fields)
        {
            fields[path.Steps[^1]] = value;
        }
        else
        {
            var items = parent.AsArray();
            JsonPointer.TryIndex(path.Steps[^1], items.Count, out var index);
            items[index] = value;
        }

        return document;
    }

    private JsonValue Move(JsonValue document, JsonPointer path)
    {
        if (!JsonPointer.TryParse(From, out var from)) throw Missing();
        document = Remove(document, from, out var value);
        return Add(document, path, value);
    }

    private JsonValue Copy(JsonValue document, JsonPointer path, ref int copied)
    {
        if (!JsonPointer.TryParse(From, out var from) || from.Steps.IsEmpty || !from.TryFind(document, out var value)) throw Missing();
        copied += value.Encode().Length;
        if (copied > JsonPatch.MaxCopiedBytes)
        {
            throw new PatchException(
                PatchFailure.TooLarge,
                $"Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {JsonPatch.MaxCopiedBytes}");
        }

        return Add(document, path, value.Clone());
    }

    // What is not there is null, as upstream tests it.
    private JsonValue Test(JsonValue document, JsonPointer path)
    {
        path.TryFind(document, out var value);
        return value == Value ? document : throw new PatchException(PatchFailure.Unprocessable, $"testing value {Path} failed: test failed");
    }

    private PatchException Missing() => DoesNotApply($"doc is missing path: {(Op is "move" or "copy" ? From : Path)}: missing value");

    private PatchException DoesNotApply(string why) => new(PatchFailure.Unprocessable, $"{Op} operation does not apply: {why}");
}
