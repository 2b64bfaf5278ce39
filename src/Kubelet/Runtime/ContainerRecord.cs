using System.Globalization;

namespace Kybernet.Kubelet.Runtime;

/// <summary>Reads what the kubelet wrote beside a container.</summary>
internal static class ContainerRecord
{
    /// <summary>How many came before it.</summary>
    public static int RestartCount(IDictionary<string, string> annotations) =>
        int.TryParse(Text(annotations, RuntimeLabels.RestartCount), CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>The hash of the spec that it was made from.</summary>
    public static string Hash(IDictionary<string, string> annotations) => Text(annotations, RuntimeLabels.ContainerHash);

    /// <summary>One of the texts; empty when it is not there.</summary>
    public static string Text(IDictionary<string, string> annotations, string key) =>
        annotations.TryGetValue(key, out var value) ? value : "";
}
