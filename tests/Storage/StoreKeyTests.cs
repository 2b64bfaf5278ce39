namespace Kybernet.Storage.Tests;

public sealed class StoreKeyTests
{
    [Fact]
    public void Keys_are_ordered_bytewise_not_by_culture_or_code_unit()
    {
        string[] ordered = ["", "/A", "/a", "/a/", "/a/b", "/a0", "/b", "/ﬁ", "/🦊"];

        Assert.Equal(ordered, ordered.Reverse().Select(StoreKey.Parse).Order().Select(key => key.ToString()));
    }

    [Theory]
    [InlineData("/registry/pods/", "/registry/pods0")]
    [InlineData("a", "b")]
    [InlineData("", "")]
    public void The_end_of_a_prefix_is_the_first_key_without_it(string prefix, string end) =>
        Assert.Equal(StoreKey.Parse(end), StoreKey.Parse(prefix).PrefixEnd());

    [Fact]
    public void A_prefix_that_ends_in_0xff_carries_over_and_one_of_0xff_only_has_no_end()
    {
        Assert.Equal(StoreKey.FromBytes([2]), StoreKey.FromBytes([1, 0xff, 0xff]).PrefixEnd());
        Assert.True(StoreKey.FromBytes([0xff]).PrefixEnd().IsEmpty);
        Assert.True(KeyRange.Prefix(StoreKey.FromBytes([0xff])).Contains(StoreKey.FromBytes([0xff, 0xff, 1])));
    }

    [Fact]
    public void Equal_bytes_are_equal_keys()
    {
        StoreKey a = StoreKey.Parse("/a"), b = StoreKey.FromBytes("/a"u8);

        Assert.True(a == b && a.Equals((object)b) && a.GetHashCode() == b.GetHashCode() && a <= b && a >= b);
        Assert.True(a != default && default(StoreKey) < a && default(StoreKey).Equals(StoreKey.Parse("")));
    }

    [Fact]
    public void The_next_key_follows_immediately()
    {
        var key = StoreKey.Parse("/a");

        Assert.True(KeyRange.Single(key).Contains(key));
        Assert.False(KeyRange.Single(key).Contains(key.Next()));
        Assert.True(key < key.Next() && key.Next() < StoreKey.FromBytes("/a\u0001"u8));
    }

    [Fact]
    public void Ranges_know_what_they_contain_and_share()
    {
        var pods = KeyRange.Prefix("/pods/");

        Assert.True(pods.Contains(StoreKey.Parse("/pods/x")));
        Assert.False(pods.Contains(StoreKey.Parse("/pods")));
        Assert.False(pods.Contains(StoreKey.Parse("/pods0")));
        Assert.True(KeyRange.All.Contains(default));
        Assert.True(pods.Overlaps(KeyRange.Prefix("/pods/default/")));
        Assert.True(pods.Overlaps(KeyRange.From(StoreKey.Parse("/a"))));
        Assert.False(pods.Overlaps(KeyRange.Prefix("/nodes/")));
    }
}
