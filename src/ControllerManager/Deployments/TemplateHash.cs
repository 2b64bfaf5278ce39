using System.Buffers.Binary;
using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>
/// Names a pod template, for labels and for the names of replica sets: FNV-1a over the template's encoding, in an alphabet
/// that makes no words.
/// </summary>
internal static class TemplateHash
{
    /// <summary>The hash of a template (upstream's ComputeHash; the same length and alphabet, other values).</summary>
    /// <param name="template">The template.</param>
    /// <param name="collisions">Counted up when the name that followed was taken by another template; null: never.</param>
    public static string Compute(PodTemplateSpec template, int? collisions)
    {
        var hash = Add(2166136261, KubeCodec.Encode(template));
        if (collisions is { } count)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
            hash = Add(hash, bytes);
        }

        return SafeEncode(hash.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether both are the same template, whatever their own pod-template-hash label says (upstream's EqualIgnoreHash).</summary>
    public static bool SameTemplate(PodTemplateSpec a, PodTemplateSpec b) => WithoutHash(a).DeepEquals(WithoutHash(b));

    private static PodTemplateSpec WithoutHash(PodTemplateSpec template)
    {
        if (!template.Metadata.Labels.ContainsKey(DeploymentNames.PodTemplateHash)) return template;
        var copy = template.Clone();
        copy.Metadata.Labels.Remove(DeploymentNames.PodTemplateHash);
        return copy;
    }

    private static uint Add(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) hash = unchecked((hash ^ value) * 16777619);
        return hash;
    }

    // Upstream's rand.SafeEncodeString.
    private static string SafeEncode(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        const string alphabet = "bcdfghjklmnpqrstvwxz2456789";
        for (var i = 0; i < span.Length; i++) span[i] = alphabet[source[i] % alphabet.Length];
    });
}
