using Kybernet.Linux.Filesystems;

namespace Kybernet.Linux.Networking;

/// <summary>
/// Where libcni remembers what plugins answered, a file "NETWORK-SANDBOX-INTERFACE" each, so that a later removal knows it. It is
/// the same for all engines on a machine, and what was not removed through it stays there for ever.
/// </summary>
internal static class CniResultCache
{
    public const string DefaultDirectory = "/var/lib/cni/results";

    private const int SandboxIdLength = 64;

    /// <summary>Deletes what is remembered of the sandboxes of <paramref name="network"/>, and the directories if nothing else is there.</summary>
    public static void Forget(string network, string cache = DefaultDirectory)
    {
        if (!Directory.Exists(cache)) return;
        foreach (var sandbox in Directory.EnumerateFiles(cache, $"{network}-*").Select(file => SandboxOf(network, file)).OfType<string>().ToList())
        {
            // containerd has each sandbox join a network "cni-loopback" too, which is no network's own.
            foreach (var file in Directory.EnumerateFiles(cache, $"*-{sandbox}-*").ToList()) File.Delete(file);
        }
        EmptyDirectory.Remove(cache);
        EmptyDirectory.Remove(Path.GetDirectoryName(cache)!);
    }

    private static string? SandboxOf(string network, string file)
    {
        var sandbox = Path.GetFileName(file)[(network.Length + 1)..].Split('-')[0];
        return sandbox.Length == SandboxIdLength ? sandbox : null; // else it is of a network "NETWORK-more"
    }
}
