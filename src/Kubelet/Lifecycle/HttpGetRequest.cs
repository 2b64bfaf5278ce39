using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Lifecycle;

/// <summary>What probes and hooks have in common: the address that an action means.</summary>
internal static class HttpGetRequest
{
    /// <summary>A request for an httpGet action.</summary>
    /// <exception cref="InvalidOperationException">It names a port that the container does not have.</exception>
    public static HttpRequestMessage Build(HTTPGetAction action, Container container, string podIp, string userAgent)
    {
        var host = action.Host.Length > 0 ? action.Host : podIp;
        if (host.Contains(':') && !host.StartsWith('[')) host = $"[{host}]";
        var scheme = action.Scheme.Length > 0 ? action.Scheme.ToLowerInvariant() : "http";
        var path = action.Path.StartsWith('/') ? action.Path : "/" + action.Path;
        HttpRequestMessage request = new(HttpMethod.Get, new Uri($"{scheme}://{host}:{PortOf(action.Port, container)}{path}"));
        foreach (var header in action.HttpHeaders)
        {
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = header.Value;
            else request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (!request.Headers.UserAgent.Any()) request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (!request.Headers.Accept.Any()) request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        return request;
    }

    /// <summary>A port by number, or by a name among the container's ports.</summary>
    /// <exception cref="InvalidOperationException">The container has no port of that name.</exception>
    public static int PortOf(IntOrString port, Container container)
    {
        if (port.IsInt) return port.IntValue;
        foreach (var known in container.Ports)
        {
            if (known.Name == port.StringValue) return known.ContainerPortValue;
        }

        return int.TryParse(port.StringValue, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"couldn't find port: {port} in container {container.Name}");
    }
}
