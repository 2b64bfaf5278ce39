using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Client;

/// <summary>References to objects, as events carry them.</summary>
public static class ObjectReferences
{
    /// <summary>The reference to an object, or to a part of it (upstream's GetPartialReference).</summary>
    /// <param name="value">The object.</param>
    /// <param name="fieldPath">Which part: <c>spec.containers{web}</c>; empty: the whole.</param>
    public static ObjectReference To(KubeObject value, string fieldPath = "") => new()
    {
        ApiVersion = value.ApiVersion.Length > 0 ? value.ApiVersion : value.Info.Gvk.ApiVersion,
        Kind = value.Kind.Length > 0 ? value.Kind : value.Info.Gvk.Kind,
        Namespace = value.Metadata.Namespace,
        Name = value.Metadata.Name,
        Uid = value.Metadata.Uid,
        ResourceVersion = value.Metadata.ResourceVersion,
        FieldPath = fieldPath,
    };
}
