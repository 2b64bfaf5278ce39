namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>Labels of nodes that have newer names.</summary>
internal static class DeprecatedNodeLabels
{
    /// <summary>What to use in a label's place, in upstream's words; null for a label in good standing.</summary>
    public static string? Advice(string key) => key switch
    {
        "beta.kubernetes.io/arch" => Use("v1.14", "kubernetes.io/arch"),
        "beta.kubernetes.io/os" => Use("v1.14", "kubernetes.io/os"),
        "failure-domain.beta.kubernetes.io/region" => Use("v1.17", "topology.kubernetes.io/region"),
        "failure-domain.beta.kubernetes.io/zone" => Use("v1.17", "topology.kubernetes.io/zone"),
        "beta.kubernetes.io/instance-type" => Use("v1.17", "node.kubernetes.io/instance-type"),
        _ => null,
    };

    private static string Use(string version, string key) => $"deprecated since {version}; use \"{key}\" instead";
}
