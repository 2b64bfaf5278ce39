using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Decoding;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Puts a new state in an object's place, or makes it where that is allowed.</summary>
internal sealed class UpdateVerb(UpdateFlow flow, CreateVerb create, ScaleSubresource scale)
{
    /// <summary>Replaces the object, or its part behind a subresource, by what was sent.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        BodyFormat.Check(request.ContentType);
        var options = WriteOptions.Parse(request.Query, "UpdateOptions");
        if (request.Subresource == "scale") return await scale.UpdateAsync(request, options, cancellation);
        var part = UpdatePart.For(request.Subresource) ?? throw ApiErrors.MethodNotAllowed();

        var body = WriteContext.Decode(request, options);
        WriteContext.CheckName(request, body);
        WriteContext.CheckNamespace(request, body);
        if (await flow.RunAsync(request, part, options, Once(body), cancellation) is { } entry) return Answer(200, request, entry);

        var resource = request.Definition.Storage!;
        if (request.Subresource.Length > 0 || !resource.Strategy.AllowCreateOnUpdate)
            throw ApiErrors.NotFound(resource.Resource.GroupResource, request.Name);
        return Answer(201, request, await create.CreateAsync(request, body, options, cancellation));
    }

    private static ObjectAnswer Answer(int code, ApiRequest request, ObjectEntry entry) =>
        new(code, request.Definition, request.Definition.Serve(entry));

    // Each try changes the object it is given. With a resourceVersion there is only one.
    private static Func<ObjectEntry, KubeObject> Once(KubeObject body) =>
        body.Metadata.ResourceVersion.Length > 0 ? _ => body : _ => body.Clone();
}
