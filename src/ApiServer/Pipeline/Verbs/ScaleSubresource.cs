using Kybernet.Api;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Decoding;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.Validation;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Shows how many replicas a workload has and should have as an autoscaling/v1 Scale, whatever its kind.</summary>
internal sealed class ScaleSubresource(UpdateFlow flow)
{
    // Scales are answered as if they were objects of a resource, so that they can be had in every form.
    private static readonly ResourceDefinition Scales = Define();

    /// <summary>The Scale of an object.</summary>
    public ObjectAnswer Answer(ResourceDefinition definition, ObjectEntry entry)
    {
        var scale = ScaleConversion.ToScale(definition.Serve(entry).Object);
        return new(200, Scales, new ObjectEntry(Scales.Format, entry.Key, ObjectFormat.Encode(scale), entry.Revision));
    }

    /// <summary>Changes the wanted replicas to those of a Scale that was sent.</summary>
    public ValueTask<ApiAnswer> UpdateAsync(ApiRequest request, WriteOptions options, CancellationToken cancellation)
    {
        var kind = request.Definition.Resource.FindSubresource("scale")!.Kind;
        var scale = (Scale)ObjectDecoder.Decode(request, kind, options.Validation);
        WriteContext.CheckName(request, scale);
        WriteContext.CheckNamespace(request, scale);
        return WriteAsync(request, options, _ => scale, cancellation);
    }

    /// <summary>Changes the wanted replicas to those of the Scale that <paramref name="make"/> gives for the current one.</summary>
    public async ValueTask<ApiAnswer> WriteAsync(
        ApiRequest request, WriteOptions options, Func<ObjectEntry, Scale> make, CancellationToken cancellation)
    {
        KubeObject Change(ObjectEntry served)
        {
            var scale = make(served);
            Validate(scale);
            var obj = served.Object.Clone();
            obj.Metadata.ResourceVersion = scale.Metadata.ResourceVersion;
            if (scale.Metadata.Uid.Length > 0) obj.Metadata.Uid = scale.Metadata.Uid;
            ScaleConversion.SetReplicas(obj, scale.Spec.Replicas);
            return obj;
        }

        var entry = await flow.RunAsync(request, UpdatePart.Main, options, Change, cancellation)
            ?? throw ApiErrors.NotFound(request.Definition.GroupResource, request.Name);
        return Answer(request.Definition, entry);
    }

    private static void Validate(Scale scale)
    {
        if (scale.Spec.Replicas >= 0) return;
        FieldErrors errors = new();
        errors.Invalid(FieldPath.Of("spec").Child("replicas"), scale.Spec.Replicas, "must be greater than or equal to 0");
        throw ApiErrors.Invalid(Scale.KindInfo.Gvk, scale.Metadata.Name, errors);
    }

    private static ResourceDefinition Define()
    {
        ApiResource resource = new()
        {
            Gvr = new(Scale.KindInfo.Gvk.Group, Scale.KindInfo.Gvk.Version, "scales"),
            Kind = Scale.KindInfo,
            Singular = "scale",
            Namespaced = true,
            Verbs = [],
            Columns = ScalePrinter.Columns,
        };
        return new ResourceDefinition { Resource = resource, Strategy = new GenericStrategy(resource), Printer = new ScalePrinter() };
    }
}
