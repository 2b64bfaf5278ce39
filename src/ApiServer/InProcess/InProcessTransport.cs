using System.Runtime.CompilerServices;
using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Rendering;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.ApiServer.InProcess;

/// <summary>
/// A caller in the server's own process: authorized, admitted and audited like any other, but without HTTP, and without
/// encoding on the way back. What it gets is the caches' own decoded, frozen objects, one for each revision and shared by
/// all; what it hands in is bytes, of which nothing is kept.
/// </summary>
internal sealed class InProcessTransport(
    RequestPipeline pipeline, ResourceCatalog catalog, ExecutionEnvironment environment, UserInfo user) : IKubeTransport
{
    /// <inheritdoc/>
    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation) =>
        await pipeline.HandleAsync(Convert(request), cancellation) switch
        {
            ObjectAnswer answer when WantsMetadata(request) => new TransportObject(KubeCodec.Encode(answer.Entry.Metadata), answer.Entry.Metadata),
            // What is read is the cache's; what was just written is decoded by who wants to look at it.
            ObjectAnswer answer => new TransportObject(answer.Entry.ToArray(), request.Verb == "get" ? answer.Entry.Object : null),
            KindAnswer answer => new TransportObject(KubeCodec.Encode(answer.Kind)),
            ListAnswer => default,
            var answer => throw new InvalidOperationException($"{request.Verb} {request.Path} was answered with {answer.GetType().Name}"),
        };

    /// <inheritdoc/>
    public async Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation)
    {
        var answer = (ListAnswer)await pipeline.HandleAsync(Convert(request), cancellation);
        var share = Sharing(request);
        var items = new TransportObject[answer.Items.Count];
        for (var i = 0; i < items.Length; i++) items[i] = share(answer.Items[i]);
        return new TransportList(items, ResourceVersion.Format(answer.Revision), answer.Continue);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var answer = await pipeline.HandleAsync(Convert(request), cancellation);
        if (answer is FailedWatchAnswer failed) throw new KubeApiException(failed.Status);
        var watch = (WatchAnswer)answer;
        var share = Sharing(request);
        using var stream = watch.Stream;
        List<WatchItem> batch = [];
        while (await stream.ReadAsync(batch, cancellation))
        {
            foreach (var item in batch)
            {
                yield return new TransportEvent(
                    item.Type, item.Entry is { } entry ? share(entry) : share(WatchWriter.Bookmark(watch.Definition, item)));
            }

            batch.Clear();
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // The JSON is made only for who asks for it: in this process that is nobody.
    private static Func<ObjectEntry, TransportObject> Sharing(KubeRequest request) => WantsMetadata(request)
        ? static entry => new TransportObject(default, entry.Metadata)
        : static entry => new TransportObject(default, entry.Object);

    // As an object or as a list of them: in this process the two differ in nothing.
    private static bool WantsMetadata(KubeRequest request) =>
        request.Accept?.Contains("as=PartialObjectMetadata", StringComparison.Ordinal) == true;

    private ApiRequest Convert(KubeRequest request)
    {
        var definition = catalog.Find(request.Resource) ?? throw ApiErrors.NoSuchResource();
        if (request.Subresource.Length > 0 && definition.Resource.FindSubresource(request.Subresource) is null) throw ApiErrors.NoSuchResource();
        if (request.Subresource.Length == 0 && !definition.Resource.Verbs.Contains(request.Verb)) throw ApiErrors.MethodNotAllowed();
        return new ApiRequest
        {
            User = user,
            Verb = request.Verb,
            Definition = definition,
            Namespace = request.Namespace,
            Name = request.Name,
            Subresource = request.Subresource,
            Query = request.Query.Count == 0 ? QueryValues.None : new QueryValues(request.Query),
            Body = request.Body,
            ContentType = request.ContentType,
            UserAgent = AgentOf(user.Name),
            AuditId = environment.Random.NextUid(),
            Received = environment.Now,
            RequestUri = request.Path,
        };
    }

    // As the component calls itself where it runs alone: by this it is known in managedFields and the audit log.
    private static string AgentOf(string user) => user switch
    {
        "system:apiserver" => "kube-apiserver/kybernet",
        "system:kube-scheduler" => "kube-scheduler/kybernet",
        "system:kube-proxy" => "kube-proxy/kybernet",
        "system:kube-controller-manager" => "kube-controller-manager/kybernet",
        _ when user.StartsWith("system:serviceaccount:kube-system:", StringComparison.Ordinal) => "kube-controller-manager/kybernet",
        _ when user.StartsWith("system:node:", StringComparison.Ordinal) => "kubelet/kybernet",
        _ => "kybernet/" + user,
    };
}
