using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

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

    /// <summary>What one client applies of its ConfigMap. The number is when it was sent.</summary>
    public static NumberedText AppliedConfigMap(int client) => new(
        $$$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied-{{{client}}}","labels":{"app":"web"}},
        "data":{"greeting":"hello","colour":"blue","sent":"###################"}}
        """);

    /// <summary>
    /// What one client applies of its Deployment, whose template changes by one annotation. It is paused and has no replicas:
    /// nothing follows from it. The number is when it was sent.
    /// </summary>
    public static NumberedText AppliedDeployment(int client) => new(
        $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"applied-{{{client}}}","labels":{"app":"web"}},
        "spec":{"paused":true,"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{
        "metadata":{"labels":{"app":"web"},"annotations":{"sent":"###################"}},"spec":{{{PodSpec("Always")}}} } } }
        """);

    /// <summary>A Pod as people write them. No scheduler is responsible for it: it stays as it is.</summary>
    public static NumberedText Pod() => new(PodText("front", "Always"));

    /// <summary>Such a Pod that is one of few: in another tier, and never restarted.</summary>
    public static NumberedText RarePod() => new(PodText("back", "Never"));

    /// <summary>The Pod as protobuf.</summary>
    public static NumberedText PodProtobuf() =>
        new(KubeCodec.EncodeProto(KubeCodec.Decode<Pod>(Encoding.ASCII.GetBytes(PodText("front", "Always")))));

    private static string PodText(string tier, string restart) =>
        $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-#########","labels":{"app":"web","tier":"{{{tier}}}"}},
        "spec":{{{PodSpec(restart)}}} }
        """;

    private static string PodSpec(string restart) =>
        $$$"""
        {"schedulerName":"nobody","restartPolicy":"{{{restart}}}",
        "containers":[{"name":"web","image":"registry.example/web:1.2.3","args":["--port","8080"],
        "ports":[{"name":"http","containerPort":8080}],"env":[{"name":"LEVEL","value":"info"}],
        "resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"memory":"128Mi"}},
        "readinessProbe":{"httpGet":{"path":"/healthz","port":"http"}},"volumeMounts":[{"name":"scratch","mountPath":"/scratch"}]}],
        "volumes":[{"name":"scratch","emptyDir":{}}]}
        """;
}
