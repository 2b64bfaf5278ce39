using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>A JSON Patch (RFC 6902): operations, of which all or none take effect.</summary>
public sealed class JsonPatch
{
    /// <summary>As many operations as upstream takes.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>How many bytes the copies of one patch may add, as upstream has it.</summary>
    public const int MaxCopiedBytes = 3 * 1024 * 1024;

    private readonly JsonPatchOperation[] _operations;

    private JsonPatch(JsonPatchOperation[] operations) => _operations = operations;

    /// <summary>Reads a patch.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="problems">Told fields that an operation does not have or has twice, in upstream's words.</param>
    /// <exception cref="PatchException">It is not one, or has too many operations.</exception>
    public static JsonPatch Parse(ReadOnlySpan<byte> utf8, ICollection<string>? problems = null)
    {
        JsonValue tree;
        try
        {
            tree = JsonValue.Parse(utf8);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Malformed, $"error decoding patch: {e.Message}", e);
        }

        var patch = From(tree);
        if (problems is not null) OperationFields.Check(utf8, problems);
        return patch;
    }

    /// <summary>Takes a patch from a tree.</summary>
    /// <exception cref="PatchException">It is not one, or has too many operations.</exception>
    public static JsonPatch From(JsonValue patch)
    {
        if (patch.IsNull) return new([]);
        var items = patch.ArrayOrNull ?? throw JsonPatchOperation.Mismatch(patch, "value of type []handlers.jsonPatchOp");
        if (items.Count > MaxOperations)
        {
            throw new PatchException(
                PatchFailure.TooLarge,
                $"Request entity too large: The allowed maximum operations in a JSON patch is {MaxOperations}, got {items.Count}");
        }

        return new([.. items.Select(JsonPatchOperation.Read)]);
    }

    /// <summary>
    /// Applies all operations. The document is changed in place and must not be used afterwards, whether this succeeds or not.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="opened">Told which objects upstream would take apart; null: nobody asks.</param>
    /// <returns>The changed document.</returns>
    /// <exception cref="PatchException">An operation does not fit, or a test failed.</exception>
    public JsonValue Apply(JsonValue document, OpenedObjects? opened = null)
    {
        var copied = 0;
        try
        {
            opened?.Add(document);
            foreach (var operation in _operations)
            {
                if (opened is not null) operation.Open(document, opened);
                document = operation.Apply(document, ref copied);
                opened?.Add(document);
            }
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Unprocessable, e.Message, e);
        }

        return document;
    }
}
