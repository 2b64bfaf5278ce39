using Kybernet.Storage.Etcd;

namespace Kybernet.Storage.Tests.Etcd;

public sealed class KeySpaceTests
{
    [Theory]
    [InlineData("/registry/", "/registry", "/registry/pods/a", "/registry/pods/a")]
    [InlineData("/registry/", "other", "/registry/pods/a", "/other/pods/a")]
    [InlineData("/registry/", "/deep/er/", "/registry/pods/a", "/deep/er/pods/a")]
    [InlineData("/registry/", "", "/registry/pods/a", "/pods/a")]
    [InlineData("/registry/", "/", "/registry/pods/a", "/pods/a")]
    [InlineData("", "/all", "x", "/all/x")]
    [InlineData("", "", "x", "x")]
    public void One_prefix_takes_the_place_of_the_other(string own, string theirs, string key, string wanted)
    {
        KeySpace space = new(own, theirs);

        var mapped = space.ToEtcd(StoreKey.Parse(key));

        Assert.Equal(wanted, mapped.ToStringUtf8());
        Assert.True(space.TryFromEtcd(mapped, out var back));
        Assert.Equal(key, back.ToString());
    }

    [Theory]
    [InlineData("/a/", "/b/", "/b/", "/b0")]
    [InlineData("/a/k", "", "/b/k", "/b0")]
    [InlineData("/a/k", "/a/l", "/b/k", "/b/l")]
    [InlineData("/", "/a/l", "/b/", "/b/l")]
    [InlineData("/a/x", "/z", "/b/x", "/b0")]
    public void A_range_is_cut_to_what_is_ours(string start, string end, string wantedStart, string wantedEnd)
    {
        KeySpace space = new("/a/", "/b");

        var (key, last) = space.ToEtcd(new KeyRange(StoreKey.Parse(start), StoreKey.Parse(end)))!.Value;

        Assert.Equal((wantedStart, wantedEnd), (key.ToStringUtf8(), last.ToStringUtf8()));
    }

    [Fact]
    public void Everything_has_no_bounds()
    {
        Assert.Equal(KeySpace.Everything, new KeySpace("", "").All);
        Assert.Equal(("/t/", "/t0"), (new KeySpace("", "t").All.Key.ToStringUtf8(), new KeySpace("", "t").All.End.ToStringUtf8()));
    }

    [Fact]
    public void What_is_not_ours_is_refused()
    {
        KeySpace space = new("/a/", "/b");

        Assert.Throws<ArgumentException>(() => space.ToEtcd(StoreKey.Parse("/c")));
        Assert.Throws<ArgumentException>(() => space.ToEtcd(default(StoreKey)));
        Assert.Null(space.ToEtcd(KeyRange.Prefix("/c/")));
        Assert.Null(space.ToEtcd(KeyRange.Prefix("/A/")));
        Assert.False(space.TryFromEtcd(Google.Protobuf.ByteString.CopyFromUtf8("/a/x"), out _));
    }
}
