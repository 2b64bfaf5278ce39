using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kybernet.ApiServer.Connect;

/// <summary>pods/log, exec, attach and portforward: passed on to the kubelet of the pod's node.</summary>
/// <param name="objects">The pods' nodes.</param>
/// <param name="relay">Carries to kubelets, with the API server's own certificate.</param>
/// <param name="addressTypes">How kubelets are reached; null: upstream's default order.</param>
internal sealed class PodStreams(IObjectReader objects, HttpRelay relay, IReadOnlyList<string>? addressTypes) : IConnectHandler
{
    /// <inheritdoc/>
    public Task ConnectAsync(HttpContext context, ConnectTarget target, CancellationToken cancellation)
    {
        var pod = (Pod)target.Object!;
        var container = target.Subresource == "portforward" ? null : Container(pod, context.Request.Query["container"].ToString(), target.Subresource);
        var kubelet = Kubelet(pod);
        var path = target.Subresource switch
        {
            "log" => $"/containerLogs/{target.Namespace}/{target.Name}/{container}",
            "exec" => $"/exec/{target.Namespace}/{target.Name}/{container}",
            "attach" => $"/attach/{target.Namespace}/{target.Name}/{container}",
            _ => $"/portForward/{target.Namespace}/{target.Name}",
        };
        UriBuilder uri = new(kubelet) { Path = path, Query = Query(context.Request, target.Subresource) };
        // A log is fetched by a client of its own upstream, which names the request; the others are relayed.
        return relay.RunAsync(
            context, uri.Uri,
            why => ApiErrors.Plain(StatusCodes.Status500InternalServerError, target.Subresource == "log" ? $"Get {GoQuote.Quote(uri.Uri.AbsoluteUri)}: {why}" : $"error dialing backend: {why}"),
            cancellation);
    }

    private Uri Kubelet(Pod pod)
    {
        if (pod.Spec.NodeName.Length == 0) throw ApiErrors.BadRequest($"pod {pod.Metadata.Name} does not have a host assigned");
        var node = objects.Find<Node>("", pod.Spec.NodeName) ?? throw ApiErrors.NotFound(new GroupResource("", "nodes"), pod.Spec.NodeName);
        return KubeletAddress.Of(node, addressTypes) ?? throw ApiErrors.Internal("no preferred addresses found; known addresses: []");
    }

    // What the kubelet is told of a log's options; the container is in the path.
    private static readonly string[] LogOptions =
        ["follow", "limitBytes", "previous", "sinceSeconds", "sinceTime", "stream", "tailLines", "timestamps"];

    // The names of exec's and attach's parameters differ between the API and the kubelet; the log's are the same.
    private static string Query(HttpRequest request, string subresource)
    {
        if (subresource == "log") return LogQuery(request.Query);
        Dictionary<string, List<string?>> query = new(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            switch (name)
            {
                case "stdin" or "stdout" or "stderr":
                    if (IsTrue(values!)) query[name switch { "stdin" => "input", "stdout" => "output", _ => "error" }] = ["1"];
                    break;
                case "tty":
                    if (IsTrue(values!)) query["tty"] = ["1"];
                    break;
                case "command": query["command"] = [.. values]; break;
                case "ports": query["port"] = [.. values]; break;
            }
        }

        var text = "";
        foreach (var (name, values) in query)
        {
            foreach (var value in values) text = QueryHelpers.AddQueryString(text, name, value ?? "");
        }

        return text;
    }

    private static string LogQuery(IQueryCollection query)
    {
        var text = "";
        foreach (var name in LogOptions)
        {
            foreach (var value in query[name]) text = QueryHelpers.AddQueryString(text, name, value ?? "");
        }

        return text;
    }

    private static bool IsTrue(string value) => value is "1" || (bool.TryParse(value, out var on) && on);

    private static string Container(Pod pod, string name, string subresource)
    {
        var all = pod.Spec.Containers.Select(c => c.Name)
            .Concat(pod.Spec.InitContainers.Select(c => c.Name))
            .Concat(pod.Spec.EphemeralContainers.Select(c => c.Name));
        if (name.Length > 0)
        {
            if (all.Contains(name, StringComparer.Ordinal)) return name;
            throw ApiErrors.BadRequest(string.Create(CultureInfo.InvariantCulture, $"container {name} is not valid for pod {pod.Metadata.Name}"));
        }

        if (pod.Spec.Containers.Count == 1) return pod.Spec.Containers[0].Name;
        var preferred = pod.Metadata.Annotations.GetValueOrDefault("kubectl.kubernetes.io/default-container");
        if (subresource != "log" && preferred is not null) return preferred;
        var names = string.Join(' ', pod.Spec.Containers.Select(c => c.Name));
        var message = $"a container name must be specified for pod {pod.Metadata.Name}, choose one of: [{names}]";
        if (pod.Spec.InitContainers.Count > 0) message += $" or one of the init containers: [{string.Join(' ', pod.Spec.InitContainers.Select(c => c.Name))}]";
        throw ApiErrors.BadRequest(message);
    }
}
