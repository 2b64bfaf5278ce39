using System.Text;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>What differs between two structs, for people: a unified diff of their internal forms, three lines of context.</summary>
internal static class StructDiff
{
    private const int Context = 3;
    private const int MaxCells = 4_000_000;

    /// <summary>The hunks, each line ended.</summary>
    public static string Of(ApiType old, ApiType now)
    {
        var before = IndentedJson.Lines(InternalForm.Of(old));
        var after = IndentedJson.Lines(InternalForm.Of(now));
        StringBuilder text = new();
        foreach (var hunk in Hunks(Edits(before, after))) Write(text, hunk);
        return text.ToString();
    }

    // 1. a shortest script of kept, removed and added lines (longest common subsequence)
    private static List<Edit> Edits(List<string> before, List<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start]) start++;
        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[^(end + 1)] == after[^(end + 1)]) end++;

        List<Edit> edits = [];
        for (var i = 0; i < start; i++) edits.Add(new(' ', before[i], i, i));
        AddMiddle(edits, before, after, start, before.Count - end, after.Count - end);
        for (var i = before.Count - end; i < before.Count; i++) edits.Add(new(' ', before[i], i, i + after.Count - before.Count));
        return edits;
    }

    private static void AddMiddle(List<Edit> edits, List<string> before, List<string> after, int start, int beforeEnd, int afterEnd)
    {
        var rows = beforeEnd - start;
        var columns = afterEnd - start;
        if ((long)rows * columns > MaxCells)
        {
            // Too much has changed for a shortest script: all out, all in.
            for (var i = start; i < beforeEnd; i++) edits.Add(new('-', before[i], i, start));
            for (var j = start; j < afterEnd; j++) edits.Add(new('+', after[j], beforeEnd, j));
            return;
        }

        var common = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                common[i, j] = before[start + i] == after[start + j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < rows || j < columns;)
        {
            if (i < rows && j < columns && before[start + i] == after[start + j]) edits.Add(new(' ', before[start + i], start + i++, start + j++));
            else if (i < rows && (j == columns || common[i + 1, j] >= common[i, j + 1])) edits.Add(new('-', before[start + i], start + i++, start + j));
            else edits.Add(new('+', after[start + j], start + i, start + j++));
        }
    }

    // 2. changes no further apart than twice the context share a hunk
    private static IEnumerable<List<Edit>> Hunks(List<Edit> edits)
    {
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Sign == ' ') continue;
            var from = Math.Max(0, i - Context);
            var last = i;
            for (var j = i; j < edits.Count && j - last <= 2 * Context; j++)
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
