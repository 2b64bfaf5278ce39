using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>
/// The cluster of one real node that the tests of this folder share, one after the other: a machine carries one. Each test has
/// a namespace of its own.
/// </summary>
public sealed class RealNode : IAsyncLifetime
{
    private int _namespaces;

    /// <summary>The name of the tests' collection.</summary>
    public const string Collection = "real node";

    /// <summary>The cluster.</summary>
    public Cluster Cluster { get; } = new("--yes");

    /// <summary>What <c>up</c> said.</summary>
    public string SaidByUp { get; private set; } = "";

    /// <summary>kubectl as the administrator.</summary>
    public Kubectl Kubectl => Cluster.Kubectl;

    /// <summary>The machine as it was before.</summary>
    public Traces Before { get; } = Traces.Take();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (NodeFactAttribute.Obstacle is not null) return;
        SaidByUp = await Cluster.UpAsync();
        var image = Path.Combine(Cluster.Data, "busybox.tar");
        TestImage.Write(image);
        var said = await KybernetExecutable.RunAsync("image", "load", image, "--data-dir", Cluster.Data);
        Assert.True(said.Code == 0, said.All);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (NodeFactAttribute.Obstacle is null) await Cluster.DisposeAsync();
        else Directory.Delete(Cluster.Data, recursive: true);
    }

    /// <summary>Makes a namespace and returns its name.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Kubectl.RunAsync($"create namespace {name}");
        return name;
    }

    /// <summary>Makes a pod of the test image that runs a shell's command, and waits until it is ready.</summary>
    public async Task PodAsync(string ns, string name, string command, string more = "")
    {
        await Kubectl.RunAsync($"apply -n {ns} -f -", $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{name}}, labels: {app: {{name}} } }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: {{TestImage.Name}}
                command: [sh, -c, {{System.Text.Json.JsonSerializer.Serialize(command)}}]
                {{more}}
            """);
        await Kubectl.RunAsync($"wait -n {ns} pod/{name} --for=condition=Ready --timeout=50s");
    }
}

/// <summary>The tests that share the real node.</summary>
[CollectionDefinition(RealNode.Collection)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit's own word for it")]
public sealed class RealNodeCollection : ICollectionFixture<RealNode>;
