namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>How answers are written.</summary>
internal enum MediaType
{
    /// <summary>application/json.</summary>
    Json,

    /// <summary>application/yaml.</summary>
    Yaml,

    /// <summary>application/vnd.kubernetes.protobuf: upstream's envelope with the object's message in it.</summary>
    Protobuf,
}

/// <summary>The names of media types.</summary>
internal static class MediaTypes
{
    /// <summary>All, in the order of upstream's preference.</summary>
    public static IReadOnlyList<string> All { get; } = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    /// <summary>Those that watches come in: a frame an event.</summary>
    public static IReadOnlyList<string> Streams { get; } = ["application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];

    /// <summary>The name.</summary>
    public static string Name(this MediaType type) => All[(int)type];
}
