using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Decoding;
using Kybernet.ApiServer.Pipeline.Fields;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>
/// Makes a new object.
/// <code>
/// body → 1 options → 2 decode → 3 default, who set what → 4 identity → 5 mutating admission → 6 name, what it needs beside itself
///      → 7 prepare, validate → 8 validating admission → 9 store → answer
/// </code>
/// </summary>
/// <param name="parts">What verbs work with.</param>
/// <param name="store">Where objects go.</param>
/// <param name="authorizer">Asked once more when an update or an apply comes to create.</param>
/// <param name="own">The subresources that the pipeline answers itself, because they write objects: pods/binding, pods/eviction.</param>
internal sealed class CreateVerb(
    ServerParts parts, ObjectStore store, IAuthorizer authorizer, IReadOnlyDictionary<(GroupVersionResource Resource, string Subresource), ICreateHandler> own)
{
    private const int MaxNamesTried = 8;
    private const int SuffixLength = 5;
    private const int MaxGeneratedPrefix = 63 - SuffixLength;

    /// <summary>Creates what was sent.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        // 1
        BodyFormat.Check(request.ContentType);
        var options = WriteOptions.Parse(request.Query, "CreateOptions");
        if (HandlerFor(request) is { } handler) return await PostAsync(request, handler, options, cancellation);

        // 2
        var served = WriteContext.Decode(request, options);
        WriteContext.CheckNamespace(request, served);
        if (NotYetActedOn.Warning(request.Definition.Gvr) is { } warning) request.Warn(warning);

        var entry = await CreateAsync(request, served, options, cancellation);
        return new ObjectAnswer(201, request.Definition, request.Definition.Serve(entry));
    }

    /// <summary>Creates an object of the served version, decoded and in its namespace (steps 3 to 9).</summary>
    public async ValueTask<ObjectEntry> CreateAsync(ApiRequest request, KubeObject served, WriteOptions options, CancellationToken cancellation)
    {
        var resource = request.Definition.Storage!;

        // 3
        WriteContext.ClearSystemFields(served.Metadata);
        var obj = WriteContext.ToStored(request.Definition, served);
        if (!options.IsApply)
        {
            served = WriteContext.AsShown(request.Definition, served, obj);
            parts.Fields.For(request).TrackCreate(served, FieldManagerSet.NameOf(request, options.FieldManager));
        }

        obj.Metadata.ManagedFields = served.Metadata.ManagedFields;

        // 4
        var meta = obj.Metadata;
        meta.CreationTimestamp = WholeSeconds(parts.Environment.Now);
        meta.Uid = parts.Environment.Random.NextUid();
        if (resource.Strategy.HasGeneration) meta.Generation = 1;

        // 5
        var admission = WriteContext.Admission(request, AdmissionOperation.Create, obj, null, options.DryRun);
        await parts.Admission.MutateAsync(admission, cancellation);

        // 6 to 9
        if (meta.Name.Length > 0 || meta.GenerateName.Length == 0)
        {
            return await TryAsync(request, admission, obj, options.DryRun, cancellation)
                ?? throw ApiErrors.AlreadyExists(resource.Resource.GroupResource, meta.Name);
        }

        for (var tried = 1; ; tried++)
        {
            meta.Name = NextName(meta.GenerateName);
            if (await TryAsync(request, admission, obj, options.DryRun, cancellation) is { } entry) return entry;
            if (tried == MaxNamesTried) throw ApiErrors.NoNameFound(resource.Resource.GroupResource, meta.Name);
        }
    }

    /// <summary>Steps 6 to 9. Null: there is an object of that name.</summary>
    private async ValueTask<ObjectEntry?> TryAsync(
        ApiRequest request, AdmissionRequest admission, KubeObject obj, bool dryRun, CancellationToken cancellation)
    {
        // 6
        var resource = request.Definition.Storage!;
        return await ClaimedWrite.RunAsync(
            resource.Hook, obj, null, dryRun,
            async (named, claim) =>
            {
                // 7
                resource.Strategy.PrepareForCreate(named);
                Validate(request.Definition, named);
                foreach (var warning in resource.Strategy.Warnings(named, null)) request.Warn(warning);

                // 8
                await AuthorizeAsync(request, cancellation);
                var complete = ReferenceEquals(named, obj) ? admission : WriteContext.Admission(request, AdmissionOperation.Create, named, null, dryRun);
                await parts.Admission.ValidateAsync(complete, cancellation);

                // 9
                // A version is of something that was there: what an update found gone is made without one, as upstream has it.
                if (request.Verb != "create") named.Metadata.ResourceVersion = "";
                if (dryRun) return Pretend(resource, named);
                if (named.Metadata.ResourceVersion.Length > 0) throw ApiErrors.Plain(500, "resourceVersion should not be set on objects to be created");
                return await store.CreateAsync(resource, named, claim, cancellation);
            },
            cancellation);
    }

    // Who may update or patch may not therefore create (upstream's withAuthorization).
    private async ValueTask AuthorizeAsync(ApiRequest request, CancellationToken cancellation)
    {
        if (request.Verb == "create") return;
        var decision = await authorizer.AuthorizeAsync(RequestPipeline.AttributesOf(request) with { Verb = "create" }, cancellation);
        if (!decision.IsAllowed) throw ApiErrors.Forbidden(request.Definition.GroupResource, request.Name, decision.Reason);
    }

    private ICreateHandler? HandlerFor(ApiRequest request) => own.TryGetValue((request.Definition.Gvr, request.Subresource), out var handler)
        ? handler
        : request.Subresource.Length == 0
        ? request.Definition.CreateHandler
        : request.Definition.SubresourceHandlers.GetValueOrDefault(request.Subresource);

    /// <summary>Hands what was posted to whoever acts on it: nothing is stored under its own name.</summary>
    private async ValueTask<ApiAnswer> PostAsync(
        ApiRequest request, ICreateHandler handler, WriteOptions options, CancellationToken cancellation)
    {
        var kind = request.Subresource.Length == 0
            ? request.Definition.Kind
            : request.Definition.Resource.FindSubresource(request.Subresource)!.Kind;
        var body = ObjectDecoder.Decode(request, kind, options.Validation);
        if (request.Subresource.Length == 0 && body is KubeObject obj)
        {
            WriteContext.CheckNamespace(request, obj);
            WriteContext.ClearSystemFields(obj.Metadata);
            parts.Fields.For(request).TrackCreate(obj, FieldManagerSet.NameOf(request, options.FieldManager));
        }

        var admission = WriteContext.Admission(request, AdmissionOperation.Create, body, null, options.DryRun);
        await parts.Admission.MutateAsync(admission, cancellation);
        await parts.Admission.ValidateAsync(admission, cancellation);
        return new KindAnswer(201, await handler.CreateAsync(request, body, cancellation));
    }

    private ObjectEntry Pretend(StoredResource resource, KubeObject obj)
    {
        var meta = obj.Metadata;
        var key = resource.Key(meta.Namespace, meta.Name);
        if (parts.Caches[resource].Find(key) is not null) throw ApiErrors.AlreadyExists(resource.Resource.GroupResource, meta.Name);
        // Nothing gives it a revision: it keeps what it came with, as upstream's does.
        return new ObjectEntry(resource.Format, key, ObjectFormat.Encode(obj), long.TryParse(meta.ResourceVersion, out var version) ? version : 0);
    }

    private static void Validate(ResourceDefinition definition, KubeObject obj)
    {
        FieldErrors errors = new();
        definition.StoredRules.Validate(obj, errors);
        if (!errors.IsEmpty) throw ApiErrors.Invalid(definition.Storage!.Resource.Kind.Gvk, obj.Metadata.Name, errors);
    }

    private string NextName(string prefix) =>
        (prefix.Length > MaxGeneratedPrefix ? prefix[..MaxGeneratedPrefix] : prefix) + parts.Environment.Random.NextSuffix(SuffixLength);

    // What is stored has whole seconds, and what validation and admission see is what is stored.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
