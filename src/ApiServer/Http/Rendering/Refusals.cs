using Kybernet.Api;
using Kybernet.ApiServer.Pipeline;
using Kybernet.Client;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Forms that an answer cannot be given in, known only when it is there.</summary>
internal static class Refusals
{
    /// <summary>406: one object's metadata was asked for, and there is a list.</summary>
    public static KubeApiException IsList(ListAnswer list) => ApiErrors.NotAcceptable(
        $"you requested PartialObjectMetadata, but the requested object is a list (*{InternalName(list.Definition.Kind)}List)");

    /// <summary>406: a list of metadata was asked for, and there is one object.</summary>
    public static KubeApiException IsNoList(ObjectAnswer one) => ApiErrors.NotAcceptable(
        $"you requested PartialObjectMetadataList, but the requested object is not a list (*{InternalName(one.Definition.Kind)})");

    private static string InternalName(GroupVersionKind kind) => (kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0]) + "." + kind.Kind;
}
