namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>
/// Whether a history of concurrent operations is linearizable: whether each can be thought to have happened at one moment between its
/// call and its answer, so that every answer is right. Operations of unknown outcome happened at some moment after their call, or
/// never. Each key is looked at alone, which is enough (linearizability is local). The search is Wing and Gong's, with Lowe's memory of
/// the configurations that led nowhere.
/// </summary>
internal static class RegisterChecker
{
    /// <summary>The operations on a key that no order explains; null when there is one for each key.</summary>
    public static IReadOnlyList<RegisterOperation>? FindContradiction(IEnumerable<RegisterOperation> history) =>
        history.GroupBy(operation => operation.Key).Select(group => group.OrderBy(operation => operation.Called).ToList())
            .FirstOrDefault(operations => !IsLinearizable(operations));

    private static bool IsLinearizable(List<RegisterOperation> operations)
    {
        var head = Link(operations);
        var left = operations.Count(operation => !operation.IsUnknown);
        HashSet<Configuration> seen = [];
        Stack<(Entry Call, int Before)> done = [];
        var present = 0;
        var taken = new ulong[(operations.Count + 63) / 64];
        var entry = head.Next;
        while (left > 0)
        {
            if (entry is { IsCall: true })
            {
                if (operations[entry.Number].After(present) is { } after && Take(taken, entry.Number, after, seen))
                {
                    done.Push((entry, present));
                    present = after;
                    if (!operations[entry.Number].IsUnknown) left--;
                    entry.Lift();
                    entry = head.Next;
                }
                else
                {
                    entry = entry.Next;
                }
                continue;
            }
            // An answer to something that has not happened (or the end): what was taken last must come later.
            if (!done.TryPop(out var last)) return false;
            present = last.Before;
            if (!operations[last.Call.Number].IsUnknown) left++;
            Release(taken, last.Call.Number);
            last.Call.Unlift();
            entry = last.Call.Next;
        }
        return true;
    }

    private static bool Take(ulong[] taken, int number, int after, HashSet<Configuration> seen)
    {
        taken[number / 64] |= 1UL << (number % 64);
        if (seen.Add(new Configuration([.. taken], after))) return true;
        Release(taken, number);
        return false;
    }

    private static void Release(ulong[] taken, int number) => taken[number / 64] &= ~(1UL << (number % 64));

    /// <summary>Calls and answers in the order of their times.</summary>
    private static Entry Link(List<RegisterOperation> operations)
    {
        List<(long Time, Entry Entry)> entries = [];
        for (var number = 0; number < operations.Count; number++)
        {
            Entry call = new(number);
            entries.Add((operations[number].Called, call));
            if (operations[number].IsUnknown) continue;
            call.Answer = new Entry(number);
            entries.Add((operations[number].Answered, call.Answer));
            call.Answer.IsAnswer = true;
        }
        Entry head = new(-1);
        var last = head;
        foreach (var (_, entry) in entries.OrderBy(pair => pair.Time))
        {
            (last.Next, entry.Previous) = (entry, last);
            last = entry;
        }
        return head;
    }

    private sealed class Entry(int number)
    {
        public int Number => number;

        public bool IsAnswer { get; set; }

        public bool IsCall => !IsAnswer;

        public Entry? Answer { get; set; }

        public Entry? Next { get; set; }

        public Entry? Previous { get; set; }

        /// <summary>Takes a call and its answer out.</summary>
        public void Lift()
        {
            Remove();
            Answer?.Remove();
        }

        /// <summary>Puts them back where they were; in the reverse order of their taking.</summary>
        public void Unlift()
        {
            Answer?.Restore();
            Restore();
        }

        private void Remove()
        {
            Previous!.Next = Next;
            if (Next is not null) Next.Previous = Previous;
        }

        private void Restore()
        {
            Previous!.Next = this;
            if (Next is not null) Next.Previous = this;
        }
    }

    /// <summary>What has happened, and what is there after it.</summary>
    private readonly struct Configuration(ulong[] taken, int present) : IEquatable<Configuration>
    {
        private readonly ulong[] _taken = taken;
        private readonly int _present = present;

        public bool Equals(Configuration other) => _present == other._present && _taken.AsSpan().SequenceEqual(other._taken);

        public override bool Equals(object? obj) => obj is Configuration other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(_present);
            foreach (var word in _taken) hash.Add(word);
            return hash.ToHashCode();
        }
    }
}
