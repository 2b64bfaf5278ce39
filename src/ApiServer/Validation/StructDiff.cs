using System.Text;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// What differs between two structs, for people: a unified diff of their internal forms, three lines of context. What is
/// kept and what is not follows <see cref="MatchingLines"/>, so that the text is upstream's.
/// </summary>
internal static class StructDiff
{
    private const int Context = 3;

    /// <summary>The hunks, each line ended.</summary>
    public static string Of(ApiType old, ApiType now) => Of(IndentedJson.Lines(InternalForm.Of(old)), IndentedJson.Lines(InternalForm.Of(now)));

    /// <summary>The hunks between two texts, each line ended.</summary>
    public static string Of(List<string> before, List<string> after)
    {
        StringBuilder text = new();
        foreach (var hunk in Hunks(Edits(before, after))) Write(text, hunk);
        return text.ToString();
    }

    // 1. what is kept, and between it what goes and what comes instead
    private static List<Edit> Edits(List<string> before, List<string> after)
    {
        List<Edit> edits = [];
        int i = 0, j = 0;
        foreach (var match in MatchingLines.Find(before, after).Append(new(before.Count, after.Count, 0)))
        {
            for (; i < match.Before; i++) edits.Add(new('-', before[i], i, j));
            for (; j < match.After; j++) edits.Add(new('+', after[j], i, j));
            for (var k = 0; k < match.Length; k++) edits.Add(new(' ', before[i], i++, j++));
        }

        return edits;
    }

    // 2. changes between which no more is kept than twice the context share a hunk
    private static IEnumerable<List<Edit>> Hunks(List<Edit> edits)
    {
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Sign == ' ') continue;
            var from = Math.Max(0, i - Context);
            var last = i;
            for (var j = i; j < edits.Count && j - last <= 2 * Context + 1; j++)
            {
                if (edits[j].Sign != ' ') last = j;
            }

            yield return edits[from..Math.Min(edits.Count, last + Context + 1)];
            i = last;
        }
    }

    private static void Write(StringBuilder text, List<Edit> hunk)
    {
        var removed = hunk.Count(e => e.Sign != '+');
        var added = hunk.Count(e => e.Sign != '-');
        text.Append($"@@ -{Range(hunk[0].Before, removed)} +{Range(hunk[0].After, added)} @@\n");
        foreach (var edit in hunk) text.Append(edit.Sign).Append(edit.Text).Append('\n');
    }

    private static string Range(int start, int count) => count == 1 ? $"{start + 1}" : count == 0 ? $"{start},0" : $"{start + 1},{count}";

    private sealed record Edit(char Sign, string Text, int Before, int After);
}
