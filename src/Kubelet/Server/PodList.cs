using System.Text.Json;
using Kybernet.Api.Json;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>Answers /pods: the pods of this node as a PodList.</summary>
internal sealed class PodList(PodFinder finder)
{
    /// <summary>Writes the list.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter writer = new(context.Response.BodyWriter, KubeJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("kind", "PodList");
        writer.WriteString("apiVersion", "v1");
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var pod in finder.Pods) pod.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
