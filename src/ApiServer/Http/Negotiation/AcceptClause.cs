using System.Globalization;

namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>One media type of an Accept header, its parameters taken apart.</summary>
/// <param name="Type">As <c>application/json</c>.</param>
/// <param name="As">The kind to convert to, or empty.</param>
/// <param name="Group">That kind's group, or empty.</param>
/// <param name="Version">That kind's version, or empty.</param>
/// <param name="Stream">How streams are framed; <c>watch</c>, or empty.</param>
/// <param name="IsPretty">Whether it is to be indented.</param>
/// <param name="Quality">How much it is wanted, 0 to 1; what is no number is 0.</param>
internal readonly record struct AcceptClause(
    string Type, string As, string Group, string Version, string Stream, bool IsPretty, double Quality)
{
    /// <summary>Whether it asks for another kind than the object's own.</summary>
    public bool Converts => As.Length > 0 || Group.Length > 0 || Version.Length > 0;

    /// <summary>
    /// The clauses of a header, the most wanted first; of equally wanted ones in their order. As upstream's parser has it,
    /// a type without a star also comes before a more wanted one with a star.
    /// </summary>
    public static List<AcceptClause> Parse(string header)
    {
        List<AcceptClause> clauses = [];
        foreach (var part in header.AsSpan().Split(','))
        {
            var text = header.AsSpan()[part].Trim();
            if (!text.IsEmpty) clauses.Add(ParseOne(text));
        }

        for (var i = 1; i < clauses.Count; i++)
        {
            for (var k = i; k > 0 && ComesBefore(clauses[k], clauses[k - 1]); k--) (clauses[k - 1], clauses[k]) = (clauses[k], clauses[k - 1]);
        }

        return clauses;
    }

    /// <summary>Whether a media type without parameters is of this clause's type.</summary>
    public bool Takes(string mediaType) => Type == mediaType || Type is "*/*" or "*" || (Type.EndsWith("/*", StringComparison.Ordinal)
        && mediaType.AsSpan().StartsWith(Type.AsSpan()[..^1], StringComparison.Ordinal));

    private static bool ComesBefore(in AcceptClause one, in AcceptClause other) =>
        one.Quality > other.Quality
        || (!one.Type.StartsWith('*') && other.Type.StartsWith('*'))
        || (!one.Type.EndsWith('*') && other.Type.EndsWith('*'));

    private static AcceptClause ParseOne(ReadOnlySpan<char> text)
    {
        string type = "", form = "", group = "", version = "", stream = "";
        var (pretty, quality, first) = (false, 1.0, true);
        foreach (var part in text.Split(';'))
        {
            var piece = text[part].Trim();
            if (first)
            {
                type = piece.ToString().ToLowerInvariant();
                first = false;
                continue;
            }

            var equals = piece.IndexOf('=');
            if (equals < 0) continue;
            var value = piece[(equals + 1)..].Trim();
            switch (piece[..equals].Trim())
            {
                case "as": form = value.ToString(); break;
                case "g": group = value.ToString(); break;
                case "v": version = value.ToString(); break;
                case "stream": stream = value.ToString(); break;
                case "pretty": pretty = value is "1"; break;
                case "q": quality = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var q) ? q : 0; break;
            }
        }

        return new AcceptClause(type, form, group, version, stream, pretty, quality);
    }
}
