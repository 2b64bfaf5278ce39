using Kybernet.Base.Memory;
using Xunit;

namespace Kybernet.Base.Tests.Memory;

public sealed class IdleCollectionTests
{
    [Fact]
    public void After_a_busy_time_the_first_quiet_look_collects_and_the_next_do_not()
    {
        IdleCollection collection = new();
        Assert.False(collection.IsDue(100 << 20, 0));
        Assert.False(collection.IsDue(200 << 20, 0));
        Assert.True(collection.IsDue(201 << 20, 0));
        Assert.False(collection.IsDue(202 << 20, 0));
    }

    [Fact]
    public void What_trickles_is_collected_when_there_is_enough_of_it()
    {
        IdleCollection collection = new();
        var looks = Enumerable.Range(1, 200).Count(i => collection.IsDue(i << 20, 0));
        Assert.Equal(200 / (int)(IdleCollection.WorthBytes >> 20), looks);
    }

    [Fact]
    public void A_large_heap_is_left_alone()
    {
        IdleCollection collection = new();
        Assert.False(collection.IsDue(2_000_000_000, 0));
        Assert.False(collection.IsDue(2_000_000_001, IdleCollection.LargeHeapBytes + 1));
        Assert.True(collection.IsDue(2_000_000_002, IdleCollection.LargeHeapBytes));
    }
}
