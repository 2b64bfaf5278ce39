using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Deletes what a list would give, a few objects at a time, and answers with the list.</summary>
internal sealed class DeleteCollectionVerb(ListVerb list, DeleteVerb delete)
{
    // Upstream's --delete-collection-workers is 1. Here the store writes to disk what comes together at once: one after the
    // other, each deletion would wait for a write of its own.
    private const int AtOnce = 64;

    /// <summary>Deletes the selected objects.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        var definition = request.Definition;
        var listOptions = ListParameters.ForList(request.Query, definition);
        var options = DeleteOptionsReader.Read(request);
        var selection = new Selection(definition.Storage!, request.Namespace, "", listOptions);
        var page = await list.FindAsync(definition.Storage!, selection, listOptions, cancellation);
        foreach (var few in page.Items.Chunk(AtOnce)) await Task.WhenAll(few.Select(entry => DeleteAsync(request, entry, options, cancellation)));
        return new ListAnswer(definition, [.. page.Items.Select(definition.Serve)], page.Revision, page.Continue, page.Remaining);
    }

    private async Task DeleteAsync(ApiRequest request, ObjectEntry entry, DeleteOptions options, CancellationToken cancellation)
    {
        var meta = entry.Object.Metadata;
        try
        {
            await delete.DeleteAsync(request, meta.Namespace, meta.Name, options, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Somebody else was faster: it is gone, which is what was wanted.
        }
    }
}
