using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Gives one object as the cache has it, which is as the store has it.</summary>
internal sealed class GetVerb(ServerParts parts, ScaleSubresource scale)
{
    /// <summary>Reads the object, or its part behind a subresource.</summary>
    public ApiAnswer Handle(ApiRequest request)
    {
        var definition = request.Definition;
        if (definition.ReadHandler is { } reader) return new KindAnswer(200, reader.Find(request.Name) ?? throw NotFound(request));
        if (definition.Storage is not { } storage) throw ApiErrors.MethodNotSupported(definition.GroupResource, "get");
        CheckRevision(request.Query);
        var entry = parts.Caches[storage].Find(request.Namespace, request.Name) ?? throw NotFound(request);
        if (request.Subresource == "scale") return scale.Answer(definition, entry);
        return new ObjectAnswer(200, definition, definition.Serve(entry));
    }

    private void CheckRevision(QueryValues query)
    {
        if (query.Count == 0 || query["resourceVersion"] is not { Length: > 0 } text) return;
        long wanted;
        try
        {
            wanted = OptionText.ParseResourceVersion(text);
        }
        catch (FormatException e)
        {
            throw ApiErrors.Plain(500, e.Message);
        }

        var current = parts.Store.CurrentRevision;
        if (wanted > current) throw ApiErrors.TooLargeResourceVersion(wanted, current);
    }

    private static Exception NotFound(ApiRequest request) => ApiErrors.NotFound(
        (request.Definition.Storage?.Resource ?? request.Definition.Resource).GroupResource, request.Name);
}
