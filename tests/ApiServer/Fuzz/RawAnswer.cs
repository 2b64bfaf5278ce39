using System.Text;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Code">The status code.</param>
/// <param name="Headers">The headers, lower-case names.</param>
/// <param name="Body">The body; of a stream what came at first.</param>
/// <param name="IsPart">Whether more of the body was still to come.</param>
internal sealed record RawAnswer(int Code, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsPart)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string ContentType => Headers.GetValueOrDefault("content-type", "");

    public override string ToString() => $"{Code} {ContentType}\n{(Text.Length > 2000 ? Text[..2000] + " ..." : Text)}";
}
