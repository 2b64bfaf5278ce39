namespace Kybernet.Cluster.Bench.Http2;

/// <summary>What all requests of one sort have in common, encoded once.</summary>
internal sealed class RequestTemplate
{
    /// <summary>Upstream's protobuf.</summary>
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    private RequestTemplate(string method, string contentType, bool wantsProtobuf = false)
    {
        Name = method;
        WantsProtobuf = wantsProtobuf;
        Head = [.. Hpack.MethodField(method), Hpack.SchemeHttps];
        Tail = contentType.Length > 0 ? Hpack.Literal(Hpack.ContentType, contentType) : [];
    }

    public static RequestTemplate Get { get; } = new("GET", "");

    public static RequestTemplate GetProtobuf { get; } = new("GET", "", wantsProtobuf: true);

    public static RequestTemplate Post { get; } = new("POST", "application/json");

    public static RequestTemplate PostProtobuf { get; } = new("POST", Protobuf, wantsProtobuf: true);

    public static RequestTemplate Put { get; } = new("PUT", "application/json");

    public static RequestTemplate MergePatch { get; } = new("PATCH", "application/merge-patch+json");

    /// <summary>Server-side apply; JSON is YAML.</summary>
    public static RequestTemplate Apply { get; } = new("PATCH", "application/apply-patch+yaml");

    public static RequestTemplate Delete { get; } = new("DELETE", "application/json");

    /// <summary>The method.</summary>
    public string Name { get; }

    /// <summary>Whether the answer is to come as protobuf, not as JSON.</summary>
    public bool WantsProtobuf { get; }

    /// <summary>The fields before the connection's own and the path.</summary>
    public byte[] Head { get; }

    /// <summary>The fields after them.</summary>
    public byte[] Tail { get; }
}
