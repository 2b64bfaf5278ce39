using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Runtime;

/// <summary>
/// Tells whether a running container is still the one that the pod wants. As upstream, only name and image count: what else may
/// change in a running pod needs no new container, and fields that a newer version adds must not restart anything.
/// </summary>
internal static class ContainerHash
{
    /// <summary>The hash of what identifies the container, in hexadecimal.</summary>
    public static string Of(Container container)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("image"u8, container.Image);
            writer.WriteString("name"u8, container.Name);
            writer.WriteEndObject();
        }

        return Fnv1a(json.WrittenSpan).ToString("x", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static uint Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619;
        return hash;
    }
}
