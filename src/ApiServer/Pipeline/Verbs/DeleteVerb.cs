using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>
/// Deletes an object, or begins to: what has finalizers or a grace period is marked first and goes when the last of them is
/// done.
/// <code>
/// 1 options → 2 current state → 3 preconditions → 4 admission → 5 mark (time, grace, finalizers by policy)
///   → 6 kept by something? answered as it is now → 7 delete
/// </code>
/// </summary>
internal sealed class DeleteVerb(ServerParts parts, ObjectStore store)
{
    private const int MaxTries = 32;

    /// <summary>Deletes the object that the request names.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        // 1
        var options = DeleteOptionsReader.Read(request);
        var (entry, gone) = await DeleteAsync(request, request.Namespace, request.Name, options, cancellation);
        var code = !gone && options.OrphanDependents == false ? 202 : 200;
        var resource = request.Definition.Storage!;
        if (gone && !AnswersObject(resource.Resource.Gvr)) return new KindAnswer(code, Success(resource.Resource, entry.Object.Metadata));
        return new ObjectAnswer(code, request.Definition, request.Definition.Serve(entry));
    }

    /// <summary>Deletes one object by name, for whatever verb.</summary>
    /// <returns>The object as it is, or as it last was, and whether it is gone.</returns>
    public async ValueTask<(ObjectEntry Entry, bool Gone)> DeleteAsync(
        ApiRequest request, string ns, string name, DeleteOptions options, CancellationToken cancellation)
    {
        var resource = request.Definition.Storage!;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            // 2
            var current = parts.Caches[resource].Find(ns, name) ?? throw ApiErrors.NotFound(resource.Resource.GroupResource, name);

            // 3
            CheckPreconditions(resource.Resource.GroupResource, name, options.Preconditions, current);

            // 4
            var admission = AdmissionOf(request, ns, name, current.Object, options);
            await parts.Admission.MutateAsync(admission, cancellation);
            await parts.Admission.ValidateAsync(admission, cancellation);

            // 5 to 7
            if (await TryAsync(resource, current, options, cancellation) is { } result) return result;
        }

        throw ApiErrors.Modified(resource.Resource.GroupResource, name);
    }

    /// <summary>Steps 5 to 7. Null: somebody changed the object meanwhile.</summary>
    private async ValueTask<(ObjectEntry Entry, bool Gone)?> TryAsync(
        StoredResource resource, ObjectEntry current, DeleteOptions options, CancellationToken cancellation)
    {
        var dryRun = options.DryRun.Count > 0;
        var (marked, keep) = Mark(resource, current.Object, options);
        if (marked is not null)
        {
            var next = dryRun
                ? new ObjectEntry(resource.Format, current.Key, ObjectFormat.Encode(marked), current.Revision)
                : await store.ReplaceAsync(resource, current, marked, cancellation);
            if (next is null) return null;
            current = next;
        }

        if (keep) return (current, false);
        if (dryRun) return (current, true);
        var revision = await store.DeleteAsync(resource, current, cancellation);
        return revision == 0 ? null : (current.At(revision), true);
    }

    /// <summary>What the object becomes before it can go (null: it stays as it is), and whether something keeps it.</summary>
    private (KubeObject? Marked, bool Keep) Mark(StoredResource resource, KubeObject old, DeleteOptions options)
    {
        var meta = old.Metadata;
        var now = parts.Environment.Now;
        if (old is Namespace ns) return MarkNamespace(resource, ns, options, now);

        var grace = DeletionRules.GracePeriod(old, resource.Strategy, options.GracePeriodSeconds);
        if (meta.DeletionTimestamp is not null && grace is not null && meta.DeletionGracePeriodSeconds is { } left)
        {
            // Already on its way: the time left can only be shortened.
            if (options.GracePeriodSeconds is null || grace >= left) return (null, left > 0 || meta.Finalizers.Count > 0);
        }

        var finalizers = meta.DeletionTimestamp is null ? DeletionRules.Finalizers(meta, resource.Strategy, options) : null;
        var pending = (finalizers?.Count ?? meta.Finalizers.Count) > 0;
        if (grace is null && !pending && finalizers is null) return (null, false);
        if (grace is null && pending && meta.DeletionTimestamp is not null) return (null, true);

        var marked = old.Clone();
        if (finalizers is not null) marked.Metadata.Finalizers = [.. finalizers];
        if (grace is not null || pending) DeletionRules.Mark(marked.Metadata, grace ?? 0, now);
        return (marked, pending || grace > 0);
    }

    /// <summary>A namespace is marked, and goes only when its controller has emptied it and taken its own finalizer away.</summary>
    private static (KubeObject? Marked, bool Keep) MarkNamespace(
        StoredResource resource, Namespace ns, DeleteOptions options, DateTimeOffset now)
    {
        var keep = ns.Spec.Finalizers.Count > 0 || ns.Metadata.Finalizers.Count > 0;
        if (ns.Metadata.DeletionTimestamp is not null) return (null, keep);
        var marked = ns.Clone();
        if (DeletionRules.Finalizers(ns.Metadata, resource.Strategy, options) is { } finalizers) marked.Metadata.Finalizers = [.. finalizers];
        marked.Metadata.DeletionTimestamp = now;
        marked.Status.Phase = "Terminating";
        return (marked, keep || marked.Metadata.Finalizers.Count > 0);
    }

    private static AdmissionRequest AdmissionOf(ApiRequest request, string ns, string name, KubeObject old, DeleteOptions options) => new()
    {
        Operation = AdmissionOperation.Delete,
        User = request.User,
        Resource = request.Definition.Resource,
        Namespace = ns,
        Name = name,
        OldObject = old,
        DryRun = options.DryRun.Count > 0,
        Warn = request.Warn,
    };

    /// <summary>Refuses an object that is not the one, or not in the state, that the client means.</summary>
    /// <exception cref="Client.KubeApiException">409.</exception>
    public static void CheckPreconditions(GroupResource resource, string name, Api.Meta.V1.Preconditions? wanted, ObjectEntry current)
    {
        if (wanted is null) return;
        var uid = current.Object.Metadata.Uid;
        var version = ResourceVersion.Format(current.Revision);
        if (wanted.Uid is { } wantedUid && wantedUid != uid)
        {
            throw ApiErrors.Conflict(
                resource, name,
                $"the UID in the precondition ({wantedUid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }

        if (wanted.ResourceVersion is { } wantedVersion && wantedVersion != version)
        {
            throw ApiErrors.Conflict(
                resource, name,
                $"the ResourceVersion in the precondition ({wantedVersion}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    private static Status Success(ApiResource resource, ObjectMeta meta) => new()
    {
        StatusValue = "Success",
        Details = new StatusDetails { Name = meta.Name, Group = resource.Gvr.Group, Kind = resource.Name, Uid = meta.Uid },
    };

    /// <summary>Whether a deletion is answered with the object that is no more, and not with a Status (upstream's ReturnDeletedObject).</summary>
    public static bool AnswersObject(GroupVersionResource resource) => resource switch
    {
        { Group: "", Resource: "pods" or "services" or "serviceaccounts" or "podtemplates" or "persistentvolumes" or "persistentvolumeclaims" or "resourcequotas" } => true,
        { Group: "resource.k8s.io" } => true,
        { Group: "storage.k8s.io", Resource: "storageclasses" or "volumeattachments" or "csinodes" or "csidrivers" or "volumeattributesclasses" } => true,
        _ => false,
    };
}
