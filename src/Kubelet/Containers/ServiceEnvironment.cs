using System.Globalization;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Containers;

/// <summary>The variables by which containers find Services without DNS, in the forms of Docker's links.</summary>
internal static class ServiceEnvironment
{
    private static readonly string[] Master = ["kubernetes"];

    /// <summary>Those of the API's Service, and, when links are wanted, of the pod's namespace.</summary>
    /// <param name="services">All services.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="enableLinks">spec.enableServiceLinks.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(IEnumerable<Service> services, string ns, bool enableLinks)
    {
        List<KeyValuePair<string, string>> variables = [];
        Dictionary<string, Service> chosen = new(StringComparer.Ordinal);
        foreach (var service in services.Where(HasClusterIp))
        {
            var (name, where) = (service.Metadata.Name, service.Metadata.Namespace);
            if (where == ns && enableLinks) chosen[name] = service;
            else if (where == "default" && Master.Contains(name)) chosen.TryAdd(name, service);
        }

        foreach (var service in chosen.Values.OrderBy(static s => s.Metadata.Name, StringComparer.Ordinal)) Add(variables, service);
        return variables;
    }

    private static bool HasClusterIp(Service service) => service.Spec.ClusterIP is not ("" or "None");

    private static void Add(List<KeyValuePair<string, string>> variables, Service service)
    {
        var name = Name(service.Metadata.Name);
        var ip = service.Spec.ClusterIP;
        if (service.Spec.Ports.Count == 0) return;
        Set($"{name}_SERVICE_HOST", ip);
        Set($"{name}_SERVICE_PORT", Text(service.Spec.Ports[0].Port));
        foreach (var port in service.Spec.Ports.Where(static p => p.Name.Length > 0))
            Set($"{name}_SERVICE_PORT_{Name(port.Name)}", Text(port.Port));

        for (var i = 0; i < service.Spec.Ports.Count; i++)
        {
            var port = service.Spec.Ports[i];
            var protocol = port.Protocol.Length == 0 ? "TCP" : port.Protocol;
            var host = ip.Contains(':') ? $"[{ip}]" : ip;
            var url = $"{protocol.ToLowerInvariant()}://{host}:{Text(port.Port)}";
            if (i == 0) Set($"{name}_PORT", url);
            var prefix = $"{name}_PORT_{Text(port.Port)}_{protocol.ToUpperInvariant()}";
            Set(prefix, url);
            Set($"{prefix}_PROTO", protocol.ToLowerInvariant());
            Set($"{prefix}_PORT", Text(port.Port));
            Set($"{prefix}_ADDR", ip);
        }

        void Set(string key, string value) => variables.Add(new(key, value));
    }

    private static string Name(string text) => text.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
