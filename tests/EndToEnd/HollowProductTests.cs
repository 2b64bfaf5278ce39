namespace Kybernet.EndToEnd.Tests;

/// <summary>The product as a user has it: the executable and kubectl.</summary>
public sealed class HollowProductTests(HollowProduct product) : IClassFixture<HollowProduct>
{
    private const string Ready = "get deploy web -n {0} -o jsonpath={{.status.availableReplicas}}";

    [KubectlFact]
    public async Task A_deployment_is_made_scaled_and_deleted()
    {
        await product.KubectlAsync("create namespace one");
        await product.KubectlAsync("create deployment web -n one --image=web:1 --replicas=3");
        await product.WaitAsync(string.Format(null, Ready, "one"), said => said == "3");
        Assert.Contains("Successfully assigned one/web-", await product.KubectlAsync("describe pods -n one"));
        Assert.Contains("3/3", await product.KubectlAsync("get deploy,rs,pods -n one -o wide"));

        await product.KubectlAsync("scale deployment web -n one --replicas=1");
        await product.WaitAsync("get pods -n one -o name", said => said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1);
        await product.KubectlAsync("delete deployment web -n one");
        await product.WaitAsync("get pods -n one -o name", said => said.Length == 0);
    }

    [KubectlFact]
    public async Task What_was_acknowledged_is_there_after_a_crash()
    {
        await product.KubectlAsync("create namespace two");
        for (var i = 0; i < 10; i++) await product.KubectlAsync($"create configmap c{i} -n two --from-literal=k={i}");
        await product.CrashAndRestartAsync();

        for (var i = 0; i < 10; i++)
            Assert.Equal($"{i}", await product.KubectlAsync($"get configmap c{i} -n two -o jsonpath={{.data.k}}"));
    }

    [KubectlFact]
    public async Task A_namespace_goes_with_its_content()
    {
        await product.KubectlAsync("create namespace three");
        await product.KubectlAsync("create configmap c -n three");
        await product.KubectlAsync("delete namespace three --timeout=50s");

        Assert.DoesNotContain("three", await product.KubectlAsync("get ns"));
    }
}
