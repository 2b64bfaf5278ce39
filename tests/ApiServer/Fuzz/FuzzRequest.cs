using System.Globalization;
using System.Text;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>How a request's body is sent.</summary>
internal enum Ending
{
    /// <summary>Its length is announced, and it is sent whole.</summary>
    Whole,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>More is announced than comes: the sender closes its half of the connection.</summary>
    Truncated,

    /// <summary>In chunks, and the sender closes its half before the last.</summary>
    TruncatedChunks,

    /// <summary>In chunks of which one is none.</summary>
    BrokenChunk,

    /// <summary>In chunks that never end, whatever the server answers.</summary>
    Endless,
}

/// <summary>An HTTP/1.1 request as it goes over the wire, right or wrong.</summary>
internal sealed record FuzzRequest
{
    public required string Method { get; set; }

    /// <summary>Path and query as they are sent; one character a byte.</summary>
    public required string Target { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[] Body { get; set; } = [];

    public bool HasBody { get; set; }

    public Ending Ending { get; set; }

    /// <summary>Whether it breaks HTTP itself, so that it may be refused before the API sees it.</summary>
    public bool BreaksHttp { get; set; }

    /// <summary>Whether the server may wait for more than there is, so that it must be told that nothing comes.</summary>
    public bool EndsEarly { get; set; }

    /// <summary>What was done to it, for people.</summary>
    public List<string> Done { get; } = [];

    public string Path => Target.IndexOf('?') is var at && at < 0 ? Target : Target[..at];

    public string? Header(string name) => Headers.LastOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    public void SetHeader(string name, string value)
    {
        Headers.RemoveAll(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase));
        Headers.Add((name, value));
    }

    /// <summary>Everything before the body.</summary>
    public byte[] Head()
    {
        StringBuilder text = new();
        text.Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n");
        foreach (var (name, value) in Headers) text.Append(name).Append(": ").Append(value).Append("\r\n");
        if (HasBody && Header("Content-Length") is null && Header("Transfer-Encoding") is null)
        {
            text.Append(Ending switch
            {
                Ending.Whole => "Content-Length: " + Body.Length.ToString(CultureInfo.InvariantCulture),
                Ending.Truncated => "Content-Length: " + (Body.Length + 100).ToString(CultureInfo.InvariantCulture),
                _ => "Transfer-Encoding: chunked",
            }).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>The request for people, and a body that can be given to <c>base64 -d</c> when it is not plain text.</summary>
    public override string ToString()
    {
        var body = Body.All(static b => b is >= 0x20 and < 0x7f or (byte)'\n')
            ? Encoding.ASCII.GetString(Body)
            : "base64 " + Convert.ToBase64String(Body);
        if (body.Length > 6000) body = $"{body[..6000]} ... ({Body.Length} bytes)";
        return $"{Encoding.Latin1.GetString(Head()).TrimEnd()}\n\n{body}\n(body: {Ending}; done: {string.Join(", ", Done)})";
    }
}
