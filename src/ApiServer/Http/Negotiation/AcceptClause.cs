using System.Globalization;

namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>One media type of an Accept header, its parameters taken apart.</summary>
/// <param name="Type">As <c>application/json</c>.</param>
/// <param name="As">The kind to convert to, or empty.</param>
/// <param name="Group">That kind's group, or empty.</param>
/// <param name="Version">That kind's version, or empty.</param>
/// <param name="Quality">How much it is wanted, 0 to 1.</param>
internal readonly record struct AcceptClause(string Type, string As, string Group, string Version, double Quality)
{
    /// <summary>The clauses of a header, the most wanted first; of equally wanted ones in their order.</summary>
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
            for (var k = i; k > 0 && clauses[k - 1].Quality < clauses[k].Quality; k--) (clauses[k - 1], clauses[k]) = (clauses[k], clauses[k - 1]);
        }

        return clauses;
    }

    private static AcceptClause ParseOne(ReadOnlySpan<char> text)
    {
        string type = "", form = "", group = "", version = "";
        var quality = 1.0;
        var first = true;
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
                case "q" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var q): quality = q; break;
            }
        }

        return new AcceptClause(type, form, group, version, quality);
    }
}
