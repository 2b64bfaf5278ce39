namespace Kybernet.Cluster.Bench.Api;

/// <summary>The objects that are written.</summary>
internal static class Bodies
{
    /// <summary>A small ConfigMap. The number is its name's.</summary>
    public static NumberedText ConfigMap() => new(
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm-#########"},
        "data":{"greeting":"hello","colour":"blue"}}
        """);

    /// <summary>A ConfigMap of one client. The number is when it was sent.</summary>
    public static NumberedText SentConfigMap(int client) => new(
        $$$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"client-{{{client}}}"},
        "data":{"greeting":"hello","sent":"###################"}}
        """);

    /// <summary>A merge patch of such a ConfigMap.</summary>
    public static NumberedText SentPatch() => new("""{"data":{"sent":"###################"}}""");

    /// <summary>A Pod as people write them. No scheduler is responsible for it: it stays as it is.</summary>
    public static NumberedText Pod() => new(
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-#########","labels":{"app":"web","tier":"front"}},
        "spec":{"schedulerName":"nobody","containers":[{"name":"web","image":"registry.example/web:1.2.3","args":["--port","8080"],
        "ports":[{"name":"http","containerPort":8080}],"env":[{"name":"LEVEL","value":"info"}],
        "resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"memory":"128Mi"}},
        "readinessProbe":{"httpGet":{"path":"/healthz","port":"http"}},"volumeMounts":[{"name":"scratch","mountPath":"/scratch"}]}],
        "volumes":[{"name":"scratch","emptyDir":{}}]}}
        """);
}
