using FsCheck.Xunit;

namespace Kybernet.Api.Tests.Values;

public sealed class CollectionTests
{
    [Fact]
    public void A_list_knows_nil_from_empty()
    {
        KubeList<int> assigned = [];
        var lazy = KubeList<int>.CreateNil();

        Assert.False(assigned.IsNil);
        Assert.True(lazy.IsNil);
        Assert.True(lazy.ContentEquals(assigned));
        lazy.Add(1);
        Assert.False(lazy.IsNil);
        Assert.False(lazy.ContentEquals(assigned));
        Assert.True(KubeList<int>.Nil is { IsNil: true, IsFrozen: true, Count: 0 });
    }

    [Fact]
    public void A_list_behaves_like_a_list()
    {
        KubeList<string> list = ["a", "c"];
        list.Insert(1, "b");
        list.AddRange(["d", "e", "f"]);
        Assert.True(list.Remove("f"));
        Assert.False(list.Remove("x"));
        Assert.Equal(1, list.RemoveAll(s => s == "d"));
        list[0] = "A";

        Assert.Equal(["A", "b", "c", "e"], list);
        Assert.Equal(3, list.IndexOf("e"));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(5, ""));
        Assert.Throws<IndexOutOfRangeException>(() => list[4]);
    }

    [Fact]
    public void A_frozen_list_refuses_every_change()
    {
        KubeList<int> list = [1];
        list.Freeze();
        Action[] changes = [() => list.Add(1), () => list[0] = 2, list.Clear, () => list.RemoveAt(0), () => list.Insert(0, 1), () => list.AddRange([1]), () => list.RemoveAll(_ => true)];

        Assert.All(changes, change => Assert.Contains("object is frozen", Assert.Throws<InvalidOperationException>(change).Message));
        Assert.Equal([1], list);
    }

    [Fact]
    public void A_frozen_map_refuses_every_change()
    {
        KubeMap<int> map = new() { ["a"] = 1 };
        map.Freeze();
        Action[] changes = [() => map["a"] = 1, () => map.Add("b", 1), map.Clear, () => map.Remove("a")];

        Assert.All(changes, change => Assert.Contains("object is frozen", Assert.Throws<InvalidOperationException>(change).Message));
    }

    [Fact]
    public void A_map_is_sorted_by_key()
    {
        KubeMap<int> map = new() { ["c"] = 3, ["a"] = 1, ["B"] = 2, ["a"] = 4 };

        Assert.Equal(["B", "a", "c"], map.Keys);
        Assert.Equal([2, 4, 3], map.Values);
        Assert.Throws<ArgumentException>(() => map.Add("a", 1));
        Assert.Throws<KeyNotFoundException>(() => map["x"]);
        Assert.Equal(9, map.GetValueOrDefault("x", 9));
    }

    [Fact]
    public void A_map_knows_nil_from_empty()
    {
        var lazy = KubeMap<string>.CreateNil();
        Assert.True(lazy.IsNil);
        lazy["a"] = "b";
        Assert.False(lazy.IsNil);
        Assert.False(new KubeMap<string>().IsNil);
        Assert.True(KubeMap<string>.Nil.ContentEquals(new()));
        Assert.True(lazy.ContentEquals(new() { ["a"] = "b" }));
    }

    // Each step sets, removes or looks; a dictionary is the model.
    [Property(MaxTest = 300)]
    public bool A_map_agrees_with_a_dictionary((byte Key, byte What)[] steps)
    {
        KubeMap<int> map = new();
        Dictionary<string, int> model = [];
        foreach (var (k, what) in steps)
        {
            var key = ((char)('a' + k % 20)).ToString();
            switch (what % 8)
            {
                case 0:
                    if (map.Remove(key) != model.Remove(key)) return false;
                    break;
                case 1:
                    if (map.TryGetValue(key, out var value) != model.TryGetValue(key, out var wanted) || value != wanted) return false;
                    break;
                default:
                    map[key] = model[key] = what;
                    break;
            }
        }

        return map.SequenceEqual(model.OrderBy(e => e.Key, StringComparer.Ordinal)) && map.Count == model.Count;
    }
}
