using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests;

/// <summary>A cluster whose node only pretends, for the tests of one class.</summary>
public sealed class HollowProduct : IAsyncLifetime
{
    /// <summary>The cluster.</summary>
    public Cluster Cluster { get; } = new("--runtime", "hollow");

    /// <summary>kubectl as its administrator.</summary>
    public Kubectl Kubectl => Cluster.Kubectl;

    /// <inheritdoc/>
    public Task InitializeAsync() => Cluster.UpAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
