using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Testing.Tests;

public sealed class ManifestTests
{
    private const string Two = """
        # A namespace, and something in it.
        apiVersion: v1
        kind: Namespace
        metadata:
          name: team
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
          namespace: team
        data:
          colour: blue
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: elsewhere
        """;

    [Fact]
    public async Task Objects_are_made_in_order_and_in_their_namespaces()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 0 });
        await cluster.Client.CreateFromTextAsync(Two);
        Assert.Equal("blue", (await cluster.Client.GetAsync<ConfigMap>("team", "settings")).Data["colour"]);
        Assert.Equal("elsewhere", (await cluster.Client.GetAsync<ConfigMap>("default", "elsewhere")).Metadata.Name);
        var again = await Assert.ThrowsAsync<KubeApiException>(() => cluster.Client.CreateFromTextAsync(Two));
        Assert.Equal("namespaces \"team\" already exists", again.Message);
    }

    [Theory]
    [InlineData("kind: Pod", "apiVersion and kind must be set")]
    [InlineData("[1]", "a manifest's document is not an object")]
    [InlineData("{apiVersion: example.com/v1, kind: Thing}", "no matches for kind \"Thing\" in version \"example.com/v1\"")]
    public async Task What_is_no_object_is_refused(string text, string message)
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 0, Controllers = false, Scheduler = false });
        var refused = await Assert.ThrowsAsync<FormatException>(() => cluster.Client.CreateFromTextAsync(text));
        Assert.Equal(message, refused.Message);
    }
}
