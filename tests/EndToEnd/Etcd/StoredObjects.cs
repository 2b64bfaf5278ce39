using Kybernet.EndToEnd.Tests.Components;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary>What an API server has, as lines to compare with what another has.</summary>
internal static class StoredObjects
{
    private const string Kinds = "get namespaces,configmaps,secrets,services,clusterroles,clusterrolebindings,priorityclasses -A --no-headers -o ";
    private const string Names = "custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name,U:.metadata.uid";

    /// <summary>Something beside what every API server makes: written, written again, and deleted.</summary>
    public static async Task MakeAsync(LoneApiServer server)
    {
        await server.KubectlAsync("create namespace work");
        foreach (var name in new[] { "a", "b", "c" }) await server.KubectlAsync($"create configmap {name} -n work --from-literal=k={name}");
        await server.KubectlAsync("create secret generic hidden -n work --from-literal=password=x");
        await server.KubectlAsync("label configmap a -n work changed=yes");
        await server.KubectlAsync("delete configmap b -n work");
    }

    /// <summary>Each object and its uid.</summary>
    public static Task<string> NamesAsync(LoneApiServer server) => server.KubectlAsync(Kinds + Names);

    /// <summary>Each object, its uid and its resourceVersion.</summary>
    public static Task<string> VersionsAsync(LoneApiServer server) => server.KubectlAsync(Kinds + Names + ",V:.metadata.resourceVersion");

    /// <summary>The resourceVersion of something that is created now.</summary>
    public static async Task<long> NextVersionAsync(LoneApiServer server) => long.Parse(
        await server.KubectlAsync("create configmap later -n work -o jsonpath={.metadata.resourceVersion}"), System.Globalization.CultureInfo.InvariantCulture);
}
