using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>
/// The cluster of three hollow nodes that the tests of this folder share, one after the other. Each test has a namespace of
/// its own, and leaves the nodes as it found them.
/// </summary>
public sealed class HollowNodes : IAsyncLifetime
{
    private int _namespaces;

    /// <summary>The name of the tests' collection.</summary>
    public const string Collection = "driven by kubectl";

    /// <summary>The cluster.</summary>
    public Cluster Cluster { get; } = new("--runtime", "hollow", "--nodes", "3");

    /// <summary>kubectl as the administrator.</summary>
    public Kubectl Kubectl => Cluster.Kubectl;

    /// <inheritdoc/>
    public Task InitializeAsync() => Cluster.UpAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>Makes a namespace and returns its name.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Kubectl.RunAsync($"create namespace {name}");
        // Pods and tokens need it.
        await Kubectl.WaitAsync($"get serviceaccounts -n {name} -o name", static s => s.Contains("serviceaccount/default\n", StringComparison.Ordinal));
        return name;
    }

    /// <summary>Makes a Deployment <c>web</c> whose container is <c>nginx</c>, and waits until its pods are there.</summary>
    public async Task<string> DeploymentAsync(int replicas)
    {
        var ns = await NamespaceAsync();
        await Kubectl.RunAsync($"create deployment web -n {ns} --image=nginx:1 --replicas={replicas}");
        await Kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        return ns;
    }
}

/// <summary>The tests that share the hollow nodes.</summary>
[CollectionDefinition(HollowNodes.Collection)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit's own word for it")]
public sealed class HollowNodesCollection : ICollectionFixture<HollowNodes>;
