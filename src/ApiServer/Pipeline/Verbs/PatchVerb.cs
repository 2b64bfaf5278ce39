using Kybernet.Api;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Changes an object by what is to be different: JSON patch, merge patch, strategic merge patch, apply.</summary>
internal sealed class PatchVerb(UpdateFlow flow, ScaleSubresource scale, ApplyPatch apply)
{
    /// <summary>Patches the object, or its part behind a subresource.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        PatchDocument.CheckType(request.ContentType);
        if (request.ContentType == PatchDocument.Apply) return await apply.HandleAsync(request, cancellation);
        var options = WriteOptions.Parse(request.Query, "PatchOptions");
        if (request.Subresource == "scale") return await PatchScaleAsync(request, options, cancellation);
        var part = UpdatePart.For(request.Subresource) ?? throw ApiErrors.MethodNotAllowed();

        var patch = PatchDocument.Of(request, request.Definition.Kind, options.Validation);
        var entry = await flow.RunAsync(request, part, options, current => patch.ApplyTo(current.ToArray()), cancellation)
            ?? throw ApiErrors.NotFound(request.Definition.Storage!.Resource.GroupResource, request.Name);
        return new ObjectAnswer(200, request.Definition, request.Definition.Serve(entry));
    }

    private ValueTask<ApiAnswer> PatchScaleAsync(ApiRequest request, WriteOptions options, CancellationToken cancellation)
    {
        var kind = request.Definition.Resource.FindSubresource("scale")!.Kind;
        var patch = PatchDocument.Of(request, kind, options.Validation);
        return scale.WriteAsync(
            request, options, current => (Scale)patch.ApplyTo(KubeCodec.Encode(ScaleConversion.ToScale(current.Object))), cancellation);
    }
}
