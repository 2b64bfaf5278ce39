using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>The ports of containers.</summary>
internal static class ContainerPortsValidation
{
    /// <summary>Judges one container's ports.</summary>
    public static void Validate(KubeList<ContainerPort> ports, FieldPath path, FieldErrors errors)
    {
        HashSet<string>? names = null;
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i];
            var at = path.Index(i);
            if (port.Name.Length > 0)
            {
                var wrong = Names.CheckPortName(port.Name);
                if (wrong.Count > 0) errors.Invalid(at.Child("name"), port.Name, wrong);
                else if (!(names ??= new(StringComparer.Ordinal)).Add(port.Name)) errors.Duplicate(at.Child("name"), port.Name);
            }

            if (port.ContainerPortValue == 0) errors.Required(at.Child("containerPort"));
            else PortNumber(port.ContainerPortValue, at.Child("containerPort"), errors);
            if (port.HostPort != 0) PortNumber(port.HostPort, at.Child("hostPort"), errors);
            Protocol(port.Protocol, at.Child("protocol"), errors);
        }
    }

    /// <summary>No host port may be taken twice.</summary>
    public static void ValidateHostPorts(KubeList<Container> containers, FieldPath path, FieldErrors errors)
    {
        HashSet<string>? taken = null;
        for (var i = 0; i < containers.Count; i++) ValidateHostPorts(containers[i], taken ??= new(StringComparer.Ordinal), path.Index(i), errors);
    }

    /// <summary>No host port may be taken twice.</summary>
    public static void ValidateHostPorts(Container container, HashSet<string> taken, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < container.Ports.Count; i++)
        {
            var port = container.Ports[i];
            if (port.HostPort == 0) continue;
            var key = $"{port.Protocol}/{port.HostIP}/{port.HostPort}";
            if (!taken.Add(key)) errors.Duplicate(path.Child("ports").Index(i).Child("hostPort"), key);
        }
    }

    /// <summary>On the host's network a container's port and its host port are one.</summary>
    public static void ValidateHostNetwork(KubeList<Container> containers, bool isPod, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            for (var j = 0; j < containers[i].Ports.Count; j++)
            {
                var port = containers[i].Ports[j];
                if ((isPod || port.HostPort != 0) && port.HostPort != port.ContainerPortValue)
                {
                    errors.Invalid(
                        path.Index(i).Child("ports").Index(j).Child("hostPort"), port.HostPort, "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    /// <summary>A transport protocol.</summary>
    public static void Protocol(string protocol, FieldPath path, FieldErrors errors)
    {
        if (protocol.Length == 0) errors.Required(path);
        else errors.OneOf(path, protocol, "SCTP", "TCP", "UDP");
    }

    /// <summary>A port by number or by name.</summary>
    public static void NumberOrName(IntOrString port, FieldPath path, FieldErrors errors)
    {
        if (port.StringValue is { } name) errors.Invalid(path, name, Names.CheckPortName(name));
        else PortNumber(port.IntValue, path, errors);
    }

    /// <summary>A port by number.</summary>
    public static void PortNumber(int port, FieldPath path, FieldErrors errors) => errors.InRange(path, port, 1, 65535);
}
