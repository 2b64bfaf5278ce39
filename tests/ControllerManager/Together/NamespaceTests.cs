using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class NamespaceTests
{
    private readonly SimulatedCluster _cluster = new(options: new() { RootCertificateAuthorityPem = "pem" });

    [Fact]
    public void Every_namespace_has_a_service_account_and_the_authority()
    {
        Create("work");
        _cluster.Advance(2);
        foreach (var ns in (string[])["default", "kube-system", "work"])
        {
            Assert.Equal("default", _cluster.Get(() => _cluster.Client.GetAsync<ServiceAccount>(ns, "default")).Metadata.Name);
            Assert.Equal("pem", Authority(ns).Data["ca.crt"]);
        }

        _cluster.Do(() => _cluster.Client.PatchAsync<ConfigMap>("work", "kube-root-ca.crt", Patch.Merge("""{"data":{"ca.crt":"other","more":"x"}}""")));
        _cluster.Do(() => _cluster.Client.DeleteAsync<ServiceAccount>("work", "default"));
        _cluster.Advance(2);
        Assert.Equal(["ca.crt"], Authority("work").Data.Keys);
        Assert.Equal("pem", Authority("work").Data["ca.crt"]);
        Assert.Equal("default", _cluster.Get(() => _cluster.Client.GetAsync<ServiceAccount>("work", "default")).Metadata.Name);
    }

    [Fact]
    public void A_deleted_namespace_goes_with_all_that_is_in_it()
    {
        Create("work");
        _cluster.Advance(2);
        var deployment = Make.Deployment(2);
        deployment.Metadata.Namespace = "work";
        deployment.Metadata.Uid = "";
        _cluster.Do(() => _cluster.Client.CreateAsync(deployment));
        _cluster.Advance(8);
        Assert.Equal(2, _cluster.Pods("work").Count);
        _cluster.Do(() => _cluster.Client.DeleteAsync<Namespace>("", "work"));
        _cluster.Advance(40);
        Assert.True(_cluster.Get(() => Gone<Namespace>("", "work")));
        Assert.Empty(_cluster.Pods("work"));
        Assert.True(_cluster.Get(() => Gone<ConfigMap>("work", "kube-root-ca.crt")));
    }

    [Fact]
    public void What_keeps_a_namespace_is_told()
    {
        Create("work");
        ConfigMap kept = new();
        kept.Metadata.Namespace = "work";
        kept.Metadata.Name = "kept";
        kept.Metadata.Finalizers.Add("example.com/keep");
        _cluster.Do(() => _cluster.Client.CreateAsync(kept));
        _cluster.Do(() => _cluster.Client.DeleteAsync<Namespace>("", "work"));
        _cluster.Advance(10);
        var ns = _cluster.Get(() => _cluster.Client.GetAsync<Namespace>("", "work"));
        Assert.Equal("Terminating", ns.Status.Phase);
        Assert.Equal(
            [
                "NamespaceContentRemaining True SomeResourcesRemain Some resources are remaining: configmaps. has 1 resource instances",
                "NamespaceDeletionContentFailure False ContentDeleted All content successfully deleted, may be waiting on finalization",
                "NamespaceDeletionDiscoveryFailure False ResourcesDiscovered All resources successfully discovered",
                "NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions All legacy kube types successfully parsed",
                "NamespaceFinalizersRemaining True SomeFinalizersRemain Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances",
            ],
            ns.Status.Conditions.Select(c => $"{c.Type} {c.Status} {c.Reason} {c.Message}").Order());
        _cluster.Do(() => _cluster.Client.PatchAsync<ConfigMap>("work", "kept", Patch.Merge("""{"metadata":{"finalizers":null}}""")));
        _cluster.Advance(30);
        Assert.True(_cluster.Get(() => Gone<Namespace>("", "work")));
    }

    private ConfigMap Authority(string ns) => _cluster.Get(() => _cluster.Client.GetAsync<ConfigMap>(ns, "kube-root-ca.crt"));

    private void Create(string name)
    {
        Namespace ns = new();
        ns.Metadata.Name = name;
        _cluster.Do(() => _cluster.Client.CreateAsync(ns));
    }

    private async Task<bool> Gone<T>(string ns, string name) where T : Kybernet.Api.KubeObject, Kybernet.Api.IKubeResource, new()
    {
        try
        {
            await _cluster.Client.GetAsync<T>(ns, name);
            return false;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return true;
        }
    }
}
