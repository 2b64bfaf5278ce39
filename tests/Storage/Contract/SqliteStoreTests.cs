namespace Kybernet.Storage.Tests.Contract;

/// <summary>On disk.</summary>
public sealed class SqliteStoreTests : EmbeddedStoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private int _files;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options) =>
        await SqliteStore.OpenAsync(_directory.File($"{++_files}/store.db"), Environment, options);
}
