namespace Kybernet.Cluster.Bench.Http2;

/// <summary>What all requests of one sort have in common, encoded once.</summary>
internal sealed class RequestTemplate
{
    private RequestTemplate(string method, string contentType)
    {
        Name = method;
        Head = [.. Hpack.MethodField(method), Hpack.SchemeHttps];
        Tail = contentType.Length > 0 ? Hpack.Literal(Hpack.ContentType, contentType) : [];
    }

    public static RequestTemplate Get { get; } = new("GET", "");

    public static RequestTemplate Post { get; } = new("POST", "application/json");

    public static RequestTemplate Put { get; } = new("PUT", "application/json");

    public static RequestTemplate MergePatch { get; } = new("PATCH", "application/merge-patch+json");

    public static RequestTemplate Delete { get; } = new("DELETE", "application/json");

    /// <summary>The method.</summary>
    public string Name { get; }

    /// <summary>The fields before the connection's own and the path.</summary>
    public byte[] Head { get; }

    /// <summary>The fields after them.</summary>
    public byte[] Tail { get; }
}
