namespace Kybernet.Client;

/// <summary>The media types of metadata without the rest of the objects (PartialObjectMetadata).</summary>
public static class MetadataAccept
{
    /// <summary>For one object, and for each object of a watch.</summary>
    public const string Object = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /// <summary>For a list: asked for the other one, a server refuses it.</summary>
    public const string List = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
}
