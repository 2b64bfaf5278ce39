using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Verbs;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Subresources.Eviction;

/// <summary>
/// pods/eviction: deletes a pod if the disruption budget that selects it allows one more disruption (upstream's
/// EvictionREST).
/// <code>
/// 1 options → 2 does the pod count at all? → 3 its budget → 4 take one disruption from the budget
///   → 5 tell in the pod why it goes → 6 delete it
/// </code>
/// </summary>
internal sealed class PodEviction(ServerParts parts, ObjectStore store, DeleteVerb delete) : ICreateHandler
{
    private const int MaxTries = 20;

    // Upstream's refusals name the kind here, not the resource.
    private static readonly GroupResource Evicted = new("", "Pod");

    private readonly BudgetLedger _budgets = new(parts, store);

    /// <inheritdoc/>
    public async ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var eviction = (Api.Policy.V1.Eviction)body;
        if (eviction.Metadata.Name != request.Name) throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");

        // 1
        var given = OptionsOf(request, eviction);

        // 2
        var entry = Find(request);
        if (CountsForNothing((Pod)entry.Object)) await DeleteUncountedAsync(request, given, cancellation);
        else await DeleteCountedAsync(request, entry, given, cancellation);
        return new Status { StatusValue = "Success", Code = 201 };
    }

    /// <summary>The options of the deletion: a dry run is asked for by the eviction's own or by the request's.</summary>
    private static DeleteOptions OptionsOf(ApiRequest request, Api.Policy.V1.Eviction eviction)
    {
        var options = (DeleteOptions?)eviction.DeleteOptions?.Clone() ?? new DeleteOptions();
        if (options.DryRun.Count == 0 && request.IsDryRun) options.DryRun.Add("All");
        DeleteOptionsReader.Check(options);
        return options;
    }

    /// <summary>A pod that has ended, has not begun or goes already disturbs nobody. One that may begin meanwhile is looked at again.</summary>
    private async ValueTask DeleteUncountedAsync(ApiRequest request, DeleteOptions given, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var entry = Find(request);
            var pod = (Pod)entry.Object;
            if (!CountsForNothing(pod))
            {
                await DeleteCountedAsync(request, entry, given, cancellation);
                return;
            }

            var mayBegin = pod.Status.Phase == "Pending" && pod.Metadata.DeletionTimestamp is null;
            try
            {
                await DeleteAsync(request, mayBegin ? AtVersion(given, entry) : given, cancellation);
                return;
            }
            catch (KubeApiException e) when (e.Status.Reason == "Conflict" && given.Preconditions?.ResourceVersion is null && tries < MaxTries)
            {
                // Somebody changed it meanwhile: it may count now.
            }
        }
    }

    private async ValueTask DeleteCountedAsync(ApiRequest request, ObjectEntry entry, DeleteOptions given, CancellationToken cancellation)
    {
        // 3
        var pod = (Pod)entry.Object;
        if (_budgets.Find(pod) is not { } budget)
        {
            await DeleteAsync(request, given, cancellation);
            return;
        }

        if (!DisruptionRules.SparesUnready(pod, (PodDisruptionBudget)budget.Object))
        {
            // 4
            await _budgets.TakeAsync(budget, pod.Metadata.Name, given.DryRun.Count > 0, cancellation);
            await DeleteAsync(request, given, cancellation);
            return;
        }

        // An unready pod takes nothing from the budget, as long as it stays so.
        try
        {
            await DeleteAsync(request, AtVersion(given, entry), cancellation);
        }
        catch (KubeApiException e) when (e.Status.Reason == "Conflict" && given.Preconditions?.ResourceVersion is null)
        {
            throw DisruptionRules.StillProcessed(budget.Name);
        }
    }

    private async ValueTask DeleteAsync(ApiRequest request, DeleteOptions options, CancellationToken cancellation)
    {
        // 5
        if (options.DryRun.Count == 0) options = await MarkAsync(request, options, cancellation);

        // 6
        await delete.DeleteAsync(request, request.Namespace, request.Name, options, cancellation);
    }

    /// <summary>Says in the pod's status why it goes; a precondition on its version then means the new one.</summary>
    private async ValueTask<DeleteOptions> MarkAsync(ApiRequest request, DeleteOptions options, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var entry = Find(request);
            DeleteVerb.CheckPreconditions(Evicted, request.Name, options.Preconditions, entry);
            var pod = (Pod)entry.Object.Clone();
            DisruptionRules.MarkTarget(pod, parts.Environment.Now);
            if (await store.ReplaceAsync(Pods, entry, pod, cancellation) is { } stored)
                return options.Preconditions?.ResourceVersion is null ? options : AtVersion(options, stored);
            if (tries == MaxTries) throw ApiErrors.Modified(Pod.Resource.GroupResource, request.Name);
        }
    }

    private StoredResource Pods => parts.Catalog.Find(Pod.Resource.Gvr)!.Storage!;

    private ObjectEntry Find(ApiRequest request) =>
        parts.Caches[Pods].Find(request.Namespace, request.Name) ?? throw ApiErrors.NotFound(Pod.Resource.GroupResource, request.Name);

    private static bool CountsForNothing(Pod pod) =>
        pod.Status.Phase is "Succeeded" or "Failed" or "Pending" || pod.Metadata.DeletionTimestamp is not null;

    private static DeleteOptions AtVersion(DeleteOptions options, ObjectEntry entry)
    {
        var exact = (DeleteOptions)options.Clone();
        exact.Preconditions ??= new Api.Meta.V1.Preconditions();
        exact.Preconditions.ResourceVersion = ResourceVersion.Format(entry.Revision);
        return exact;
    }
}
