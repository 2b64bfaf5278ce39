using Kybernet.Storage.Tests.Etcd;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>API servers in processes of their own over one real etcd.</summary>
public sealed class OverEtcdTests
{
    [EtcdFact]
    public async Task Two_api_servers_share_an_etcd_and_outlive_it()
    {
        using var etcd = RealEtcd.Start();
        string[] flags = [$"--etcd-servers={etcd.Address}", "--etcd-prefix=/somewhere"];
        await using var one = await LoneApiServer.StartAsync(flags);
        await using var two = await LoneApiServer.StartAsync(flags);

        await one.KubectlAsync("create configmap shared -n default --from-literal=k=v");
        Assert.Equal("v", await two.KubectlAsync("get configmap shared -n default -o jsonpath={.data.k}"));
        await one.Process.StopAsync("KILL");
        await two.KubectlAsync("delete configmap shared -n default");

        // While etcd is away nothing is promised; when it is back all goes on.
        etcd.Kill();
        var (code, said) = await two.TryKubectlAsync("create configmap lost -n default --request-timeout=3s");
        Assert.True(code != 0, said);
        etcd.Restart();
        await two.WaitAsync("get --raw /readyz", answer => answer == "ok");
        await two.KubectlAsync("create configmap kept -n default --from-literal=k=v");

        await one.Process.DisposeAsync();
        await one.StartAgainAsync();
        Assert.Equal("v", await one.KubectlAsync("get configmap kept -n default -o jsonpath={.data.k}"));
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_with_one_line()
    {
        await using var component = ComponentProcess.Start("kube-apiserver", "--etcd-servers=127.0.0.1:2379");
        Assert.Equal(1, await component.EndAsync());
        Assert.StartsWith("Error: --etcd-servers: \"127.0.0.1:2379\"", component.Said);
    }
}
