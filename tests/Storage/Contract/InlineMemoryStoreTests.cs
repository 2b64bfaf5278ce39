namespace Kybernet.Storage.Tests.Contract;

/// <summary>In memory, each write on its caller.</summary>
public sealed class InlineMemoryStoreTests : StoreContract
{
    protected override ValueTask<IEmbeddedStore> OpenAsync(EmbeddedStoreOptions options) =>
        ValueTask.FromResult(MemoryStore.Create(Environment, options));

    [Fact]
    public void A_write_is_done_when_the_call_returns() =>
        Assert.True(Store.PutAsync(Key("/a"), Value("1")).IsCompletedSuccessfully);

    [Fact]
    public async Task History_that_the_buffer_drops_counts_as_compacted()
    {
        await ReplaceStoreAsync(new EmbeddedStoreOptions { EventBufferCount = 10 });
        for (var i = 0; i < 30; i++) await PutAsync("/a", $"{i}");

        Assert.Equal(21, Store.CompactedRevision);
        Assert.Equal("/a=19", await ShowAsync("/", 21));
        await Assert.ThrowsAsync<CompactedException>(async () => await ShowAsync("/", 20));
        Assert.Equal(10, (await TakeAsync(await Store.WatchAsync(KeyRange.All, 22), 10)).Count);
    }
}
