using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Steps that every write has in common.</summary>
internal static class WriteContext
{
    /// <summary>What admission is told.</summary>
    public static AdmissionRequest Admission(
        ApiRequest request, AdmissionOperation operation, KubeKind? kind, KubeObject? old, bool dryRun) => new()
        {
            Operation = operation,
            User = request.User,
            Resource = request.Definition.Resource,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name.Length > 0 ? request.Name : (kind as KubeObject)?.Metadata.Name ?? "",
            Kind = kind,
            OldObject = old,
            DryRun = dryRun,
            Warn = request.Warn,
        };

    /// <summary>The object in the stored version; the definition's own defaults are filled in before.</summary>
    public static KubeObject ToStored(ResourceDefinition definition, KubeObject served)
    {
        definition.Strategy.Default(served);
        if (definition.Converter is null) return served;
        var stored = definition.Converter.ToStored(served);
        definition.Storage!.Strategy.Default(stored);
        return stored;
    }

    /// <summary>
    /// What a client that asks again will be shown of what it sent: by this it is known who set what. Fields that the version has
    /// in two forms, as autoscaling/v1 its annotations, are in the one that the server writes.
    /// </summary>
    public static KubeObject AsShown(ResourceDefinition definition, KubeObject served, KubeObject stored) =>
        definition.Converter is { } converter ? converter.FromStored(stored) : served;

    /// <summary>Clears what the server alone sets of a new object (upstream's WipeObjectMetaSystemFields).</summary>
    public static void ClearSystemFields(Api.Meta.V1.ObjectMeta meta)
    {
        meta.CreationTimestamp = null;
        meta.Uid = "";
        meta.DeletionTimestamp = null;
        meta.DeletionGracePeriodSeconds = null;
        meta.SelfLink = "";
    }

    /// <summary>Puts the request's namespace into the object, or refuses another one.</summary>
    /// <exception cref="Client.KubeApiException">400.</exception>
    public static void CheckNamespace(ApiRequest request, KubeObject obj)
    {
        var meta = obj.Metadata;
        if (!request.Definition.Resource.Namespaced)
        {
            // Cluster-scoped objects lose a namespace that they came with, as upstream lets kubectl do.
            meta.Namespace = "";
            return;
        }

        if (meta.Namespace.Length == 0) meta.Namespace = request.Namespace;
        else if (meta.Namespace != request.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    /// <summary>Refuses an object whose name is not the URL's.</summary>
    /// <exception cref="Client.KubeApiException">400.</exception>
    public static void CheckName(ApiRequest request, KubeObject obj)
    {
        var name = obj.Metadata.Name;
        if (name.Length == 0)
            throw ApiErrors.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
        if (name != request.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
    }

    /// <summary>Decodes the body as the resource's kind.</summary>
    public static KubeObject Decode(ApiRequest request, WriteOptions options) =>
        (KubeObject)Decoding.ObjectDecoder.Decode(request, request.Definition.Kind, options.Validation);
}
