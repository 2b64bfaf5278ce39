using Kybernet.Storage.Engine;

namespace Kybernet.Storage.Tests.Engine;

public sealed class EventRingTests
{
    [Fact]
    public void Whole_transactions_are_dropped()
    {
        var ring = new EventRing(maxEvents: 4, maxBytes: long.MaxValue, firstRevision: 2);
        ring.Append([Change(2), Change(3), Change(3), Change(4)]);
        Assert.Equal((2L, 0L), (ring.FirstRevision, ring.DroppedThrough));

        ring.Append([Change(5), Change(6)]);

        Assert.Equal((4L, 3L), (ring.FirstRevision, ring.DroppedThrough));
        Assert.Null(ring.Read(3, 6, out _));
        Assert.Equal([4L, 5, 6], ring.Read(4, 6, out var reached)!.Select(change => change.Revision));
        Assert.Equal(6, reached);
    }

    [Fact]
    public void The_newest_transaction_stays_however_large_it_is()
    {
        var ring = new EventRing(maxEvents: 4, maxBytes: 1, firstRevision: 2);

        ring.Append([Change(2), .. Enumerable.Repeat(Change(3), 5000)]);

        Assert.Equal(3, ring.FirstRevision);
        Assert.Equal(5000, ring.Read(3, 3, out _)!.Length);
    }

    [Fact]
    public void A_slice_ends_with_a_transaction()
    {
        var ring = new EventRing(maxEvents: 10_000, maxBytes: long.MaxValue, firstRevision: 2);
        ring.Append([.. Enumerable.Range(0, 5000).Select(i => Change(2 + i / 100))]);

        var slice = ring.Read(2, 51, out var reached)!;

        Assert.Equal((12L, 1100), (reached, slice.Length));
    }

    [Fact]
    public void It_goes_round_as_a_queue_does()
    {
        var random = new Random(5);
        var ring = new EventRing(maxEvents: 300, maxBytes: long.MaxValue, firstRevision: 2);
        var revision = 1L;
        for (var round = 0; round < 500; round++)
        {
            ring.Append([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Change(++revision))]);
            var from = Math.Max(2, revision - 299);
            Assert.Equal(from, ring.FirstRevision);
            var wanted = Enumerable.Range((int)from, (int)(revision - from + 1)).Select(i => (long)i);
            Assert.Equal(wanted, ring.Read(from, revision, out _)!.Select(change => change.Revision));
        }
    }

    private static StoreEvent Change(long revision) =>
        new(StoreEventKind.Put, new KeyValue(StoreKey.Parse("/a"), default, revision, revision, 1), null);
}
