using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Fields;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>
/// Changes an object that is there; what an update, a patch and most subresources have in common.
/// <code>
/// 1 current state → 2 new state (from the body, or the patch applied) → 3 default, who set what → 4 preconditions
///   → 5 identity → 6 mutating admission → 7 what it needs beside itself → 8 prepare, validate → 9 validating admission
///   → 10 nothing changed? the last finalizer gone? → 11 compare and swap, and again from 1 when somebody was faster
/// </code>
/// </summary>
internal sealed class UpdateFlow(ServerParts parts, ObjectStore store)
{
    /// <summary>How often a patch is applied anew when others keep changing the object.</summary>
    private const int MaxTries = 32;

    /// <summary>Carries out an update.</summary>
    /// <param name="request">The request.</param>
    /// <param name="part">What it may change.</param>
    /// <param name="options">Its options.</param>
    /// <param name="make">
    /// Makes the new state, in the served version, of the current one (also served). Called once a try; its result belongs to
    /// the flow. A resourceVersion in it that is not the current one is a conflict.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is stored now; null when there is no such object.</returns>
    public async ValueTask<ObjectEntry?> RunAsync(
        ApiRequest request, UpdatePart part, WriteOptions options, Func<ObjectEntry, KubeObject> make, CancellationToken cancellation)
    {
        var resource = request.Definition.Storage!;
        var cache = parts.Caches[resource];
        for (var tries = 0; tries < MaxTries; tries++)
        {
            // 1
            if (cache.Find(request.Namespace, request.Name) is not { } current) return null;
            var old = current.Object;

            // 2, 3
            var shown = request.Definition.Serve(current);
            var served = make(shown);
            WriteContext.CheckName(request, served);
            WriteContext.CheckNamespace(request, served);
            var obj = WriteContext.ToStored(request.Definition, served);
            if (!options.IsApply)
            {
                served = WriteContext.AsShown(request.Definition, served, obj);
                parts.Fields.For(request).TrackUpdate(shown, served, FieldManagerSet.NameOf(request, options.FieldManager));
            }

            if (!ReferenceEquals(obj, served)) obj.Metadata.ManagedFields = served.Metadata.ManagedFields;

            // 4
            var unconditional = obj.Metadata.ResourceVersion.Length == 0;
            CheckPreconditions(request, resource, current, obj);

            if (await TryAsync(request, part, options, current, obj, cancellation) is { } stored) return stored;
            if (!unconditional && request.Verb != "patch") break;
        }

        throw ApiErrors.Modified(resource.Resource.GroupResource, request.Name);
    }

    /// <summary>Steps 5 to 11. Null: somebody was faster.</summary>
    private async ValueTask<ObjectEntry?> TryAsync(
        ApiRequest request, UpdatePart part, WriteOptions options, ObjectEntry current, KubeObject obj, CancellationToken cancellation)
    {
        var resource = request.Definition.Storage!;
        var old = current.Object;

        // 5
        KeepIdentity(obj.Metadata, old.Metadata);

        // 6
        var admission = WriteContext.Admission(request, AdmissionOperation.Update, obj, old, options.DryRun);
        await parts.Admission.MutateAsync(admission, cancellation);

        // 7; the status and its like need nothing more
        return await ClaimedWrite.RunAsync(
            part == UpdatePart.Main ? resource.Hook : null, obj, old, options.DryRun,
            async (complete, claim) =>
            {
                // 8
                var fields = complete.Metadata.ManagedFields;
                var prepared = part.Prepare(resource.Strategy, complete, old);
                prepared.Metadata.ManagedFields = fields;
                FieldErrors errors = new();
                part.Validate(request.Definition.StoredRules, prepared, old, errors);
                if (!errors.IsEmpty) throw ApiErrors.Invalid(resource.Resource.Kind.Gvk, request.Name, errors);
                foreach (var warning in resource.Strategy.Warnings(prepared, old)) request.Warn(warning);

                // 9
                var final = ReferenceEquals(prepared, obj)
                    ? admission
                    : WriteContext.Admission(request, AdmissionOperation.Update, prepared, old, options.DryRun);
                await parts.Admission.ValidateAsync(final, cancellation);

                // 10, 11
                return await StoreAsync(resource, current, prepared, claim, options.DryRun, cancellation);
            },
            cancellation);
    }

    private async ValueTask<ObjectEntry?> StoreAsync(
        StoredResource resource, ObjectEntry current, KubeObject obj, WriteClaim? claim, bool dryRun, CancellationToken cancellation)
    {
        var json = ObjectFormat.Encode(obj);
        if (json.AsSpan().SequenceEqual(current.Json.Span) || DiffersInTimesOnly(obj, json, current)) return current;
        if (dryRun) return new ObjectEntry(resource.Format, current.Key, json, current.Revision);
        if (!DeletionRules.IsFinished(obj, current.Object)) return await store.ReplaceAsync(resource, current, obj, json, claim, cancellation);

        var revision = await store.DeleteAsync(resource, current, cancellation);
        return revision == 0 ? null : new ObjectEntry(resource.Format, current.Key, json, revision);
    }

    // Whose write comes out as what is there, has changed nothing: not even when it was last seen to.
    private static bool DiffersInTimesOnly(KubeObject obj, byte[] json, ObjectEntry current)
    {
        if (json.Length != current.Json.Length) return false;
        var (fields, old) = (obj.Metadata.ManagedFields, current.Object.Metadata.ManagedFields);
        if (fields.Count != old.Count) return false;
        for (var i = 0; i < fields.Count; i++)
        {
            var (a, b) = (fields[i], old[i]);
            if (a.Manager != b.Manager || a.Operation != b.Operation || a.Subresource != b.Subresource || !Equals(a.FieldsV1, b.FieldsV1)) return false;
        }

        obj.Metadata.ManagedFields = old;
        var same = ObjectFormat.Encode(obj).AsSpan().SequenceEqual(current.Json.Span);
        obj.Metadata.ManagedFields = fields;
        return same;
    }

    private static void CheckPreconditions(ApiRequest request, StoredResource resource, ObjectEntry current, KubeObject obj)
    {
        var name = request.Name;
        var meta = obj.Metadata;
        var version = ResourceVersion.Format(current.Revision);
        if (request.Verb == "update" && meta.Uid.Length > 0 && meta.Uid != current.Object.Metadata.Uid)
        {
            var key = current.Key.ToString()[(StorePrefix.Root.Length - 1)..];
            throw ApiErrors.Conflict(
                resource.Resource.GroupResource, name,
                $"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: "
                + $"Precondition failed: UID in precondition: {meta.Uid}, UID in object meta: {current.Object.Metadata.Uid}");
        }

        if (meta.ResourceVersion.Length == 0)
        {
            if (!resource.Strategy.AllowUnconditionalUpdate) throw NeedsVersion(request.Definition, name);
            meta.ResourceVersion = version;
        }
        else if (meta.ResourceVersion != version)
        {
            throw ApiErrors.Modified(resource.Resource.GroupResource, name);
        }
    }

    // Upstream's store says this one, which knows the resource and not the kind, and the version as a number.
    private static Exception NeedsVersion(ResourceDefinition definition, string name)
    {
        FieldErrors errors = new();
        errors.Invalid(FieldPath.Of("metadata").Child("resourceVersion"), 0, "must be specified for an update");
        return ApiErrors.Invalid(definition.Kind with { Kind = definition.Gvr.Resource }, name, errors);
    }

    // What an update can neither set nor clear.
    private static void KeepIdentity(Api.Meta.V1.ObjectMeta meta, Api.Meta.V1.ObjectMeta old)
    {
        if (meta.Uid.Length == 0) meta.Uid = old.Uid;
        meta.CreationTimestamp = old.CreationTimestamp;
        meta.Generation = old.Generation;
        meta.SelfLink = "";
        if (old.DeletionTimestamp is not null) meta.DeletionTimestamp = old.DeletionTimestamp;
        meta.DeletionGracePeriodSeconds ??= old.DeletionGracePeriodSeconds;
    }
}
