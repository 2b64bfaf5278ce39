namespace Kybernet.Base.Tests;

public sealed class RandomSourceTests
{
    [Fact]
    public void The_same_seed_gives_the_same_sequence()
    {
        RandomSource a = new(7), b = new(7);

        Assert.Equal(a.NextUid(), b.NextUid());
        Assert.Equal(a.NextSuffix(5), b.NextSuffix(5));
        Assert.Equal(a.Jitter(TimeSpan.FromSeconds(1), 0.5), b.Jitter(TimeSpan.FromSeconds(1), 0.5));
    }

    [Fact]
    public void A_uid_is_a_version_4_uuid()
    {
        var uid = new RandomSource(1).NextUid();

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uid);
    }

    [Fact]
    public void A_suffix_keeps_to_upstreams_alphabet() =>
        Assert.Matches("^[bcdfghjklmnpqrstvwxz2456789]{5}$", new RandomSource(3).NextSuffix(5));

    [Fact]
    public void Jitter_only_lengthens_and_stays_below_its_bound()
    {
        RandomSource random = new(5);
        for (var i = 0; i < 1000; i++)
        {
            var jittered = random.Jitter(TimeSpan.FromSeconds(10), 0.5);
            Assert.InRange(jittered, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
        }
    }
}
