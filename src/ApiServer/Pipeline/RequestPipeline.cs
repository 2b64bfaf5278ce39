using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Subresources;
using Kybernet.ApiServer.Pipeline.Subresources.Eviction;
using Kybernet.ApiServer.Pipeline.Verbs;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>
/// The one way through the server for every request on a resource, from HTTPS and from within the process alike.
/// <code>
///  who (done) → 1 may they → 2 audit → 3 are the caches current → 4 the verb → 5 answer
///                                                                  │
///                                            get, list, watch ─────┼──── from the cache: bytes as they are stored
///                                            create, update, patch ┘     decode → default → mutating admission → prepare, validate
///                                            delete                      → validating admission → compare and swap → encode once
/// </code>
/// </summary>
internal sealed class RequestPipeline
{
    private readonly IAuthorizer _authorizer;
    private readonly IAuditSink? _audit;
    private readonly TimeProvider _time;
    private readonly Currency _currency;
    private readonly GetVerb _get;
    private readonly ListVerb _list;
    private readonly WatchVerb _watch;
    private readonly CreateVerb _create;
    private readonly UpdateVerb _update;
    private readonly PatchVerb _patch;
    private readonly DeleteVerb _delete;
    private readonly DeleteCollectionVerb _deleteCollection;

    /// <summary>A pipeline over these parts.</summary>
    public RequestPipeline(ServerParts parts, IAuthorizer authorizer, IAuditSink? audit)
    {
        _authorizer = authorizer;
        _audit = audit;
        _time = parts.Environment.Time;
        _currency = new Currency(parts.Store);
        ObjectStore store = new(parts.Store, parts.Transformer, new ExpiryLeases(parts.Store.Leases, parts.Environment.Time));
        UpdateFlow flow = new(parts, store);
        ScaleSubresource scale = new(flow);
        _get = new GetVerb(parts, scale);
        _list = new ListVerb(parts);
        _watch = new WatchVerb(parts);
        _delete = new DeleteVerb(parts, store);
        PodBinding binding = new(parts, store);
        _create = new CreateVerb(parts, store, authorizer, new Dictionary<(GroupVersionResource, string), ICreateHandler>
        {
            [(Pod.Resource.Gvr, "binding")] = binding,
            [(Binding.Resource.Gvr, "")] = binding,
            [(Pod.Resource.Gvr, "eviction")] = new PodEviction(parts, store, _delete),
        });
        _update = new UpdateVerb(flow, _create, scale);
        _patch = new PatchVerb(flow, scale, new ApplyPatch(parts, flow, _create, scale));
        _deleteCollection = new DeleteCollectionVerb(_list, _delete);
    }

    /// <summary>Answers a request.</summary>
    /// <exception cref="KubeApiException">It is refused.</exception>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        // 1
        var attributes = AttributesOf(request);
        var decision = await _authorizer.AuthorizeAsync(attributes, cancellation);

        // 2
        var level = _audit?.LevelFor(attributes) ?? AuditLevel.None;
        if (level == AuditLevel.None)
        {
            if (!decision.IsAllowed) throw Refusal.Of(attributes, decision.Reason);
            return await DispatchAsync(request, cancellation);
        }

        AuditTrail trail = new(_audit!, level, attributes, decision, request, _time);
        try
        {
            if (!decision.IsAllowed) throw Refusal.Of(attributes, decision.Reason);
            var answer = await DispatchAsync(request, cancellation);
            trail.Answered(answer);
            return answer;
        }
        catch (KubeApiException e)
        {
            trail.Refused(e.Status);
            throw;
        }
    }

    /// <summary>Only steps 1 to 3, for what goes on without the verbs: streams.</summary>
    /// <exception cref="KubeApiException">It is refused.</exception>
    public async ValueTask AuthorizeAsync(ApiRequest request, CancellationToken cancellation)
    {
        var attributes = AttributesOf(request);
        var decision = await _authorizer.AuthorizeAsync(attributes, cancellation);
        var level = _audit?.LevelFor(attributes) ?? AuditLevel.None;
        AuditTrail? trail = level == AuditLevel.None ? null : new(_audit!, level, attributes, decision, request, _time);
        if (decision.IsAllowed)
        {
            await _currency.EnsureAsync(request, cancellation);
            trail?.Started();
            return;
        }

        var refusal = Refusal.Of(attributes, decision.Reason);
        trail?.Refused(refusal.Status);
        throw refusal;
    }

    /// <summary>What authorizers are asked about a request.</summary>
    public static AuthorizationAttributes AttributesOf(ApiRequest request) => new()
    {
        User = request.User,
        Verb = request.Verb,
        IsResourceRequest = true,
        Group = request.Definition.Gvr.Group,
        Version = request.Definition.Gvr.Version,
        Resource = request.Definition.Gvr.Resource,
        Subresource = request.Subresource,
        Namespace = request.Namespace,
        Name = request.Name.Length > 0 ? request.Name : SelectedName.Of(request),
    };

    // 3
    private ValueTask<ApiAnswer> DispatchAsync(ApiRequest request, CancellationToken cancellation)
    {
        var current = _currency.EnsureAsync(request, cancellation);
        return current.IsCompletedSuccessfully ? AnswerAsync(request, cancellation) : AwaitAndAnswerAsync(current, request, cancellation);
    }

    private async ValueTask<ApiAnswer> AwaitAndAnswerAsync(ValueTask current, ApiRequest request, CancellationToken cancellation)
    {
        await current;
        return await AnswerAsync(request, cancellation);
    }

    // 4
    private ValueTask<ApiAnswer> AnswerAsync(ApiRequest request, CancellationToken cancellation)
    {
        switch (request.Verb)
        {
            case "get": return new(_get.Handle(request));
            case "list": return ListAsync(request, cancellation);
            case "watch": return new(_watch.Handle(request));
            case "create": return _create.HandleAsync(request, cancellation);
            case "update": return _update.HandleAsync(request, cancellation);
            case "patch": return _patch.HandleAsync(request, cancellation);
            case "delete": return _delete.HandleAsync(request, cancellation);
            case "deletecollection": return _deleteCollection.HandleAsync(request, cancellation);
            default: throw ApiErrors.MethodNotAllowed();
        }
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request, CancellationToken cancellation) =>
        await _list.HandleAsync(request, cancellation);
}
