using System.Runtime.InteropServices;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// Which lines two texts have in common, as difflib finds them: the longest run of equal lines, then the longest on either
/// side of it, and so on. Lines that make up too much of a long text begin no run, but may belong to one.
/// </summary>
internal static class MatchingLines
{
    private const int LongText = 200;

    /// <summary>The runs, in order; neighbours are one.</summary>
    public static List<Run> Find(List<string> before, List<string> after)
    {
        var places = Places(after);
        List<Run> runs = [];
        Stack<(int, int, int, int)> open = new([(0, before.Count, 0, after.Count)]);
        while (open.TryPop(out var area))
        {
            var (from, to, afterFrom, afterTo) = area;
            var run = Longest(before, after, places, area);
            if (run.Length == 0) continue;
            runs.Add(run);
            if (from < run.Before && afterFrom < run.After) open.Push((from, run.Before, afterFrom, run.After));
            if (run.Before + run.Length < to && run.After + run.Length < afterTo) open.Push((run.Before + run.Length, to, run.After + run.Length, afterTo));
        }

        runs.Sort(static (left, right) => left.Before.CompareTo(right.Before));
        return Joined(runs);
    }

    // Where each line is, but for those that are more than a hundredth of a long text.
    private static Dictionary<string, List<int>> Places(List<string> after)
    {
        Dictionary<string, List<int>> places = new(StringComparer.Ordinal);
        for (var i = 0; i < after.Count; i++)
        {
            ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(places, after[i], out _);
            (at ??= []).Add(i);
        }

        if (after.Count < LongText) return places;
        foreach (var (line, at) in places)
        {
            if (at.Count > after.Count / 100 + 1) places.Remove(line);
        }

        return places;
    }

    private static Run Longest(List<string> before, List<string> after, Dictionary<string, List<int>> places, (int From, int To, int AfterFrom, int AfterTo) area)
    {
        // 1. the first of the longest runs of lines that may begin one
        Run best = new(area.From, area.AfterFrom, 0);
        Dictionary<int, int> endingAbove = [];
        for (var i = area.From; i < area.To; i++)
        {
            Dictionary<int, int> endingHere = [];
            foreach (var j in places.GetValueOrDefault(before[i]) ?? [])
            {
                if (j < area.AfterFrom) continue;
                if (j >= area.AfterTo) break;
                var length = endingHere[j] = endingAbove.GetValueOrDefault(j - 1) + 1;
                if (length > best.Length) best = new(i - length + 1, j - length + 1, length);
            }

            endingAbove = endingHere;
        }

        // 2. on both sides also those that may not
        while (best.Before > area.From && best.After > area.AfterFrom && before[best.Before - 1] == after[best.After - 1])
        {
            best = new(best.Before - 1, best.After - 1, best.Length + 1);
        }

        while (best.Before + best.Length < area.To && best.After + best.Length < area.AfterTo
            && before[best.Before + best.Length] == after[best.After + best.Length])
        {
            best = best with { Length = best.Length + 1 };
        }

        return best;
    }

    private static List<Run> Joined(List<Run> runs)
    {
        List<Run> joined = [];
        foreach (var run in runs)
        {
            if (joined is [.., var last] && last.Before + last.Length == run.Before && last.After + last.Length == run.After)
            {
                joined[^1] = last with { Length = last.Length + run.Length };
            }
            else joined.Add(run);
        }

        return joined;
    }

    /// <summary>Lines that are the same in both texts.</summary>
    /// <param name="Before">Where they begin in the first, counted from 0.</param>
    /// <param name="After">Where they begin in the second.</param>
    /// <param name="Length">How many they are.</param>
    internal readonly record struct Run(int Before, int After, int Length);
}
