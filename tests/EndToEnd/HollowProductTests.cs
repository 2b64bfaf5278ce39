namespace Kybernet.EndToEnd.Tests;

/// <summary>The product as a user has it: the executable and kubectl.</summary>
public sealed class HollowProductTests(HollowProduct product) : IClassFixture<HollowProduct>
{
    private const string Ready = "get deploy web -n {0} -o jsonpath={{.status.availableReplicas}}";

    [KubectlFact]
    public async Task A_deployment_is_made_scaled_and_deleted()
    {
        await product.Kubectl.RunAsync("create namespace one");
        await product.Kubectl.RunAsync("create deployment web -n one --image=web:1 --replicas=3");
        await product.Kubectl.WaitAsync(string.Format(null, Ready, "one"), said => said == "3");
        Assert.Contains("Successfully assigned one/web-", await product.Kubectl.RunAsync("describe pods -n one"));
        Assert.Contains("3/3", await product.Kubectl.RunAsync("get deploy,rs,pods -n one -o wide"));

        await product.Kubectl.RunAsync("scale deployment web -n one --replicas=1");
        await product.Kubectl.WaitAsync("get pods -n one -o name", said => said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1);
        await product.Kubectl.RunAsync("delete deployment web -n one");
        await product.Kubectl.WaitAsync("get pods -n one -o name", said => said.Length == 0);
    }

    [KubectlFact]
    public async Task What_was_acknowledged_is_there_after_a_crash()
    {
        await product.Kubectl.RunAsync("create namespace two");
        for (var i = 0; i < 10; i++) await product.Kubectl.RunAsync($"create configmap c{i} -n two --from-literal=k={i}");
        await product.Cluster.CrashAsync();
        await product.Cluster.UpAsync();

        for (var i = 0; i < 10; i++)
            Assert.Equal($"{i}", await product.Kubectl.RunAsync($"get configmap c{i} -n two -o jsonpath={{.data.k}}"));
    }

    [KubectlFact]
    public async Task A_namespace_goes_with_its_content()
    {
        await product.Kubectl.RunAsync("create namespace three");
        await product.Kubectl.RunAsync("create configmap c -n three");
        await product.Kubectl.RunAsync("delete namespace three --timeout=50s");

        Assert.DoesNotContain("three", await product.Kubectl.RunAsync("get ns"));
    }
}
