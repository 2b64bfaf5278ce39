namespace Kybernet.Storage.Tests.Contract;

/// <summary>In memory, with a writer's thread.</summary>
public sealed class MemoryStoreTests : EmbeddedStoreContract
{
    protected override ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options) =>
        ValueTask.FromResult<IObservableStore>(MemoryStore.Create(Environment, options, inline: false));
}
