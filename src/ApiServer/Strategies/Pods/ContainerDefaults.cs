using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What a container gets that did not say.</summary>
internal static class ContainerDefaults
{
    private const string MessagePath = "/dev/termination-log";

    /// <summary>Fills in a container or an init container.</summary>
    public static void Apply(Container container)
    {
        if (container.ImagePullPolicy.Length == 0) container.ImagePullPolicy = PullPolicy(container.Image);
        if (container.TerminationMessagePath.Length == 0) container.TerminationMessagePath = MessagePath;
        if (container.TerminationMessagePolicy.Length == 0) container.TerminationMessagePolicy = "File";
        Apply(container.Ports, container.Env, container.Resources, container.LivenessProbe, container.ReadinessProbe, container.StartupProbe);
        Apply(container.Lifecycle);
        if (container.SecurityContext is { } context) Apply(context);
    }

    /// <summary>Fills in an ephemeral container, which is given the same.</summary>
    public static void Apply(EphemeralContainer container)
    {
        if (container.ImagePullPolicy.Length == 0) container.ImagePullPolicy = PullPolicy(container.Image);
        if (container.TerminationMessagePath.Length == 0) container.TerminationMessagePath = MessagePath;
        if (container.TerminationMessagePolicy.Length == 0) container.TerminationMessagePolicy = "File";
        Apply(container.Ports, container.Env, container.Resources, container.LivenessProbe, container.ReadinessProbe, container.StartupProbe);
        Apply(container.Lifecycle);
        if (container.SecurityContext is { } context) Apply(context);
    }

    /// <summary>Images that may change behind their name are always pulled.</summary>
    public static string PullPolicy(string image) => ImageName.IsLatest(image) ? "Always" : "IfNotPresent";

    /// <summary>A fieldRef without a version means v1's fields.</summary>
    public static void Apply(ObjectFieldSelector? field)
    {
        if (field is { ApiVersion.Length: 0 }) field.ApiVersion = "v1";
    }

    private static void Apply(
        KubeList<ContainerPort> ports, KubeList<EnvVar> env, ResourceRequirements resources, Probe? liveness, Probe? readiness, Probe? startup)
    {
        foreach (var port in ports)
        {
            if (port.Protocol.Length == 0) port.Protocol = "TCP";
        }

        foreach (var variable in env)
        {
            Apply(variable.ValueFrom?.FieldRef);
            if (variable.ValueFrom?.FileKeyRef is { } file) file.Optional ??= false;
        }

        PodSpecDefaults.RoundUp(resources);
        Apply(liveness);
        Apply(readiness);
        Apply(startup);
    }

    private static void Apply(Probe? probe)
    {
        if (probe is null) return;
        if (probe.TimeoutSeconds == 0) probe.TimeoutSeconds = 1;
        if (probe.PeriodSeconds == 0) probe.PeriodSeconds = 10;
        if (probe.SuccessThreshold == 0) probe.SuccessThreshold = 1;
        if (probe.FailureThreshold == 0) probe.FailureThreshold = 3;
        Apply(probe.HttpGet);
        if (probe.Grpc is { } grpc) grpc.Service ??= "";
    }

    private static void Apply(Lifecycle? lifecycle)
    {
        Apply(lifecycle?.PostStart?.HttpGet);
        Apply(lifecycle?.PreStop?.HttpGet);
    }

    private static void Apply(HTTPGetAction? get)
    {
        if (get is null) return;
        if (get.Path.Length == 0) get.Path = "/";
        if (get.Scheme.Length == 0) get.Scheme = "HTTP";
    }

    private static void Apply(SecurityContext context)
    {
        if (context.ProcMount is "") context.ProcMount = "Default";
    }
}
