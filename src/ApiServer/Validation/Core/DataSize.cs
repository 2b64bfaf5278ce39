using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>What ConfigMaps and Secrets have in common.</summary>
internal static class DataSize
{
    /// <summary>The most bytes that one may hold.</summary>
    public const int Most = 1024 * 1024;

    /// <summary>What upstream says of a change that may not be.</summary>
    public const string Immutable = "field is immutable when `immutable` is set";

    /// <summary>Whether both hold the same bytes under the same keys.</summary>
    public static bool Same(KubeMap<byte[]> left, KubeMap<byte[]> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left)
        {
            if (!right.TryGetValue(key, out var other) || !value.AsSpan().SequenceEqual(other)) return false;
        }

        return true;
    }
}
