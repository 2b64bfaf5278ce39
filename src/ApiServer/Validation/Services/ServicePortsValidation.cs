using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Services;

/// <summary>The ports of a Service.</summary>
internal static class ServicePortsValidation
{
    /// <summary>Judges the ports by themselves and together.</summary>
    public static void Validate(ServiceSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Ports.Count == 0 && !ServiceKinds.IsHeadless(spec) && spec.Type != "ExternalName") errors.Required(path);
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<(string, int)> nodePorts = [], ports = [];
        for (var i = 0; i < spec.Ports.Count; i++) Validate(spec.Ports[i], spec.Ports.Count > 1, names, path.Index(i), errors);
        for (var i = 0; i < spec.Ports.Count; i++)
        {
            var port = spec.Ports[i];
            if (port.NodePort == 0) continue;
            var at = path.Index(i).Child("nodePort");
            if (spec.Type == "ClusterIP") errors.Forbidden(at, "may not be used when `type` is 'ClusterIP'");
            if (!nodePorts.Add((port.Protocol, port.NodePort))) errors.Duplicate(at, port.NodePort);
        }

        for (var i = 0; i < spec.Ports.Count; i++)
        {
            var port = spec.Ports[i];
            if (!ports.Add((port.Protocol, port.Port))) errors.Duplicate(path.Index(i), new ServicePort { Protocol = port.Protocol, Port = port.Port });
        }
    }

    private static void Validate(ServicePort port, bool needsName, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        if (port.Name.Length > 0)
        {
            errors.Invalid(path.Child("name"), port.Name, Names.CheckDns1123Label(port.Name));
            if (!names.Add(port.Name)) errors.Duplicate(path.Child("name"), port.Name);
        }
        else if (needsName) errors.Required(path.Child("name"));

        ContainerPortsValidation.PortNumber(port.Port, path.Child("port"), errors);
        ContainerPortsValidation.Protocol(port.Protocol, path.Child("protocol"), errors);
        ContainerPortsValidation.NumberOrName(port.TargetPort, path.Child("targetPort"), errors);
        if (port.AppProtocol is { } protocol) errors.Invalid(path.Child("appProtocol"), protocol, Names.CheckQualifiedName(protocol));
    }
}
