using System.Buffers;
using System.Text;
using Kybernet.Api.Json;
using YamlDotNet.Core;

namespace Kybernet.Api.Yaml;

/// <summary>YAML to and from JSON trees as Kubernetes does it (sigs.k8s.io/yaml).</summary>
public static class KubeYaml
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\x85')), '\ufffe', '\uffff']);

    /// <summary>Reads the first document; an empty text is null.</summary>
    /// <param name="text">YAML, or JSON, which is YAML too.</param>
    /// <param name="duplicates">Told each key that came twice, in upstream's words; the last one counts.</param>
    /// <exception cref="FormatException">It is not YAML, or not what JSON can say; the message is like go-yaml's.</exception>
    public static JsonValue Parse(string text, ICollection<string>? duplicates = null)
    {
        var reader = Open(text, duplicates);
        return TryRead(reader, out var document) ? document : default;
    }

    /// <inheritdoc cref="Parse(string, ICollection{string})"/>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) => Parse(Encoding.UTF8.GetString(utf8), duplicates);

    /// <summary>
    /// Reads the documents of a stream one after the other, leaving out empty ones, so that those before a broken one can
    /// be used.
    /// </summary>
    /// <exception cref="FormatException">On reaching a document that is broken.</exception>
    public static IEnumerable<JsonValue> ParseAll(string text)
    {
        var reader = Open(text, null);
        while (TryRead(reader, out var document))
        {
            if (!document.IsNull) yield return document;
        }
    }

    /// <summary>The error that strict reading gives, made of what <see cref="Parse(string, ICollection{string})"/> tells of doubles.</summary>
    public static string Explain(IEnumerable<string> duplicates) => "yaml: unmarshal errors:\n  " + string.Join("\n  ", duplicates);

    /// <summary>
    /// Writes a document: keys sorted, two spaces an indent, lists not indented under their key, quotes where needed,
    /// literals for text of several lines. Ends with a newline.
    /// </summary>
    public static string Write(JsonValue value) => new YamlTreeWriter().Write(value);

    private static YamlTreeReader Open(string text, ICollection<string>? duplicates)
    {
        if (text.StartsWith('\ufeff')) text = text[1..];
        if (text.AsSpan().ContainsAny(Forbidden)) throw new FormatException("yaml: control characters are not allowed");
        return new YamlTreeReader(new Parser(new StringReader(text)), duplicates);
    }

    private static bool TryRead(YamlTreeReader reader, out JsonValue document)
    {
        try
        {
            return reader.TryReadDocument(out document);
        }
        catch (YamlException e)
        {
            throw new FormatException(Explain(e), e);
        }
        catch (InvalidOperationException e)
        {
            // The scanner's way to stumble over a colon out of place inside braces.
            throw new FormatException($"yaml: line {reader.Line}: did not find expected ',' or '}}'", e);
        }
        catch (ArgumentException e)
        {
            // A tag that is no URI.
            throw new FormatException($"yaml: line {reader.Line}: did not find expected tag URI", e);
        }
    }

    // "While parsing a flow mapping, did not find expected ',' or '}'." becomes go-yaml's "yaml: line 3: did not find ...".
    // Like go-yaml, the parser counts lines from zero and does not name line zero; the scanner counts from one.
    private static string Explain(YamlException e)
    {
        var message = e.Message;
        if (message.StartsWith("While ", StringComparison.Ordinal) && message.IndexOf(", ", StringComparison.Ordinal) is > 0 and var comma)
            message = message[(comma + 2)..];
        message = message.TrimEnd('.');
        var line = e.Start.Line - (e is SemanticErrorException ? 1 : 0);
        return line > 0 ? $"yaml: line {line}: {message}" : $"yaml: {message}";
    }
}
