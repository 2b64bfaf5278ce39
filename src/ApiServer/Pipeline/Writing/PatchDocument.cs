using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Patches;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>A patch as a client sent it, to be applied to whatever state the object is in (upstream's patchMechanism).</summary>
/// <param name="request">The request that brings it; warned about fields that the kind does not have, and those that come twice.</param>
/// <param name="kind">The kind that it is applied to.</param>
/// <param name="validation">What is done about such fields.</param>
internal abstract class PatchDocument(ApiRequest request, GroupVersionKind kind, FieldValidation validation)
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    /// <summary>The media type of server-side apply, which is no <see cref="PatchDocument"/>.</summary>
    public const string Apply = "application/apply-patch+yaml";

    private readonly List<string> _problems = [];
    private bool _isRead;

    /// <summary>The kind that is patched.</summary>
    protected GroupVersionKind Kind => kind;

    /// <summary>The patch.</summary>
    protected ReadOnlySpan<byte> Body => request.Body.Span;

    /// <summary>Whether the patch by itself, whatever it is applied to, gives reason for a warning.</summary>
    protected bool HasProblems => _problems.Count > 0;

    /// <summary>Refuses the patch types that are not known, before anything else is looked at.</summary>
    /// <exception cref="KubeApiException">415.</exception>
    public static void CheckType(string contentType)
    {
        if (contentType is Json or Merge or Strategic or Apply) return;
        throw ApiErrors.Make(415, "UnsupportedMediaType", "415: Unsupported Media Type", new StatusDetails());
    }

    /// <summary>The patch that a request brings. It is not read before there is an object to apply it to.</summary>
    /// <param name="request">The request; warned about fields that the kind does not have, and those that come twice.</param>
    /// <param name="kind">The kind that it is applied to.</param>
    /// <param name="validation">What is done about such fields.</param>
    public static PatchDocument Of(ApiRequest request, GroupVersionKind kind, FieldValidation validation) => request.ContentType switch
    {
        Json => new JsonPatchDocument(request, kind, validation, OfOperations),
        Merge => new JsonPatchDocument(request, kind, validation, OfMerge),
        _ => new StrategicPatchDocument(request, kind, validation),
    };

    /// <summary>Applies the patch to an object.</summary>
    /// <param name="current">The object as JSON with its resourceVersion.</param>
    /// <returns>The patched object.</returns>
    /// <exception cref="KubeApiException">
    /// It is no patch, it does not fit the object, or what comes out of it is no object of the kind.
    /// </exception>
    public KubeObject ApplyTo(ReadOnlySpan<byte> current)
    {
        try
        {
            // What is wrong with the patch by itself is found at the first try.
            var problems = _isRead || validation == FieldValidation.Ignore ? null : _problems;
            _isRead = true;
            return Patch(current, problems);
        }
        catch (PatchException e)
        {
            throw Explain(e);
        }
        catch (FormatException e)
        {
            // Each step goes, but together they nest deeper than anybody writes.
            throw Explain(new PatchException(PatchFailure.Unprocessable, e.Message, e));
        }
    }

    /// <summary>Reads the patch and applies it.</summary>
    /// <param name="current">The object as JSON with its resourceVersion.</param>
    /// <param name="problems">Told fields of the patch that come twice, and for operations those that are not known; null: nobody asks.</param>
    /// <returns>The patched object.</returns>
    /// <exception cref="PatchException">It is no patch, or does not fit.</exception>
    /// <exception cref="KubeApiException">What comes out of it is no object of the kind.</exception>
    protected abstract KubeObject Patch(ReadOnlySpan<byte> current, ICollection<string>? problems);

    /// <summary>Where unknown fields are told; null when nobody asks.</summary>
    protected List<string>? NewProblems() => validation == FieldValidation.Ignore ? null : [];

    /// <summary>Warns of what is wrong with fields, first in the patch and then in the patched object, or refuses because of it.</summary>
    /// <param name="unknown">The fields of the patched object that the kind does not have.</param>
    /// <param name="quoted">What a refusal quotes.</param>
    /// <exception cref="KubeApiException">422, when they are to be refused.</exception>
    protected void Report(IReadOnlyCollection<string>? unknown, Func<string> quoted)
    {
        List<string> problems = [.. _problems, .. unknown ?? []];
        if (problems.Count == 0) return;
        if (validation == FieldValidation.Strict) throw Misfit(quoted(), "strict decoding error: " + string.Join(", ", problems));
        problems.ForEach(request.Warn);
    }

    /// <summary>What comes out of the patch is no object of the kind.</summary>
    /// <param name="quoted">The patch or the patched object.</param>
    /// <param name="why">What is wrong with it.</param>
    protected static KubeApiException Misfit(string quoted, string why)
    {
        var message = $"Invalid value: {GoQuote.Quote(quoted)}: {why}";
        return ApiErrors.Make(
            422, "Invalid", $" \"\" is invalid: patch: {message}",
            new StatusDetails { Causes = [new StatusCause { Reason = "FieldValueInvalid", Message = message, Field = "patch" }] });
    }

    private static PatchFunction OfOperations(ReadOnlySpan<byte> body, ICollection<string>? problems)
    {
        var operations = JsonPatch.Parse(body, problems);
        return operations.Apply;
    }

    private static PatchFunction OfMerge(ReadOnlySpan<byte> body, ICollection<string>? problems)
    {
        var patch = MergePatch.Parse(body, problems);
        return (target, opened) => MergePatch.Apply(target, patch, opened);
    }

    private static KubeApiException Explain(PatchException e) => e.Failure switch
    {
        PatchFailure.Malformed => ApiErrors.BadRequest(e.Message),
        PatchFailure.TooLarge => ApiErrors.Make(413, "RequestEntityTooLarge", e.Message),
        PatchFailure.Unprocessable => ApiErrors.Make(
            422, "Invalid", "the server rejected our request due to an error in our request", new StatusDetails()),
        _ => ApiErrors.Plain(500, e.Message),
    };
}
