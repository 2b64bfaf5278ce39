using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Tests.Collections;

/// <summary>The tree beside a SortedDictionary that goes through the same.</summary>
public sealed class CopyOnWriteBTreeTests
{
    public enum Step
    {
        Set,
        Remove,
        Snapshot,
    }

    [Property(MaxTest = 40)]
    public Property It_does_as_a_sorted_dictionary_and_snapshots_stay_as_they_are() => Prop.ForAll(Runs().ToArbitrary(), run =>
    {
        var tree = new CopyOnWriteBTree<int, int>();
        var model = new SortedDictionary<int, int>();
        var snapshots = new List<(BTreeSnapshot<int, int> Snapshot, KeyValuePair<int, int>[] Model)>();
        var number = 0;
        foreach (var (step, key) in run)
        {
            switch (step)
            {
                case Step.Set:
                    Assert.Equal(!model.ContainsKey(key), tree.Set(key, ++number));
                    model[key] = number;
                    break;
                case Step.Remove:
                    Assert.Equal(model.Remove(key), tree.Remove(key));
                    break;
                default:
                    snapshots.Add((tree.Snapshot(), [.. model]));
                    break;
            }
            Assert.Equal(model.Count, tree.Count);
            Assert.Equal(model.TryGetValue(key, out var wanted), tree.TryGetValue(key, out var found));
            Assert.Equal(wanted, found);
        }
        snapshots.Add((tree.Snapshot(), [.. model]));
        foreach (var (snapshot, expected) in snapshots) Assert.Equal(expected, snapshot.All);
    });

    [Property(MaxTest = 60)]
    public Property Ranges_and_ranks_agree_with_the_model() => Prop.ForAll(Runs().ToArbitrary(), run =>
    {
        var tree = new CopyOnWriteBTree<int, int>();
        var model = new SortedDictionary<int, int>();
        foreach (var (step, key) in run)
        {
            if (step == Step.Remove)
            {
                tree.Remove(key);
                model.Remove(key);
            }
            else
            {
                tree.Set(key, key);
                model[key] = key;
            }
        }
        var snapshot = tree.Snapshot();
        for (var start = -1; start < 1000; start += 61)
        {
            Assert.Equal(model.Keys.Count(key => key < start), snapshot.Rank(start));
            Assert.Equal(model.Where(pair => pair.Key >= start), snapshot.From(start));
            for (var end = start - 5; end < 1000; end += 97)
                Assert.Equal(model.Where(pair => pair.Key >= start && pair.Key < end), snapshot.Between(start, end));
        }
    });

    [Fact]
    public void A_large_tree_fills_and_empties_in_any_order()
    {
        var random = new System.Random(7);
        var keys = Enumerable.Range(0, 50_000).ToArray();
        random.Shuffle(keys);
        var tree = new CopyOnWriteBTree<int, int>();
        foreach (var key in keys) tree.Set(key, key);
        var full = tree.Snapshot();
        Assert.Equal(Enumerable.Range(0, 50_000), full.All.Select(pair => pair.Key));

        random.Shuffle(keys);
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.True(tree.Remove(keys[i]));
            if (i % 5000 == 0) Assert.Equal(keys.Skip(i + 1).Order(), tree.Snapshot().All.Select(pair => pair.Key));
        }
        Assert.Equal(0, tree.Count);
        Assert.Empty(tree.Snapshot().All);
        Assert.Equal(50_000, full.All.Count());
    }

    [Fact]
    public void A_snapshot_of_what_has_not_changed_is_the_same_one()
    {
        var tree = new CopyOnWriteBTree<int, int>();
        tree.Set(1, 1);
        var snapshot = tree.Snapshot();

        Assert.False(tree.Remove(2));
        Assert.Same(snapshot, tree.Snapshot());
        Assert.NotSame(snapshot, new CopyOnWriteBTree<int, int>(snapshot).With(3).Snapshot());
        Assert.Equal([1], snapshot.All.Select(pair => pair.Key));
    }

    [Fact]
    public void Enumerating_a_range_allocates_nothing()
    {
        var tree = new CopyOnWriteBTree<int, int>();
        for (var i = 0; i < 10_000; i++) tree.Set(i, i);
        var snapshot = tree.Snapshot();
        var sum = Sum(snapshot);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(sum == Sum(snapshot));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Sum(BTreeSnapshot<int, int> snapshot)
    {
        var sum = 0L;
        foreach (var (_, value) in snapshot.Between(100, 9000)) sum += value;
        return sum;
    }

    /// <summary>Runs that grow deep trees, and ones that mostly shrink again.</summary>
    private static Gen<(Step, int)[]> Runs() =>
        from length in Gen.Choose(0, 2000)
        from removals in Gen.Choose(1, 8)
        from run in Gen.Zip(
            Gen.Frequency((8, Gen.Constant(Step.Set)), (removals, Gen.Constant(Step.Remove)), (1, Gen.Constant(Step.Snapshot))),
            Gen.Choose(0, 999)).ArrayOf(length)
        select run;
}

file static class TreeSteps
{
    public static CopyOnWriteBTree<int, int> With(this CopyOnWriteBTree<int, int> tree, int key)
    {
        tree.Set(key, key);
        return tree;
    }
}
