namespace Kybernet.Wire.Tests.Cri;

/// <summary>A test against a real containerd, which it starts itself. Skipped, with the reason, where that cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerdFactAttribute : FactAttribute
{
    public ContainerdFactAttribute(params string[] alsoNeeded) => Skip = WhyNot(alsoNeeded);

    /// <summary>Null where containerd can be run.</summary>
    internal static string? WhyNot(params string[] alsoNeeded)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "needs root on Linux: containerd mounts file systems";
        var missing = alsoNeeded.Prepend("containerd").Where(program => Find(program) is null).ToList();
        return missing.Count == 0 ? null : $"not installed: {string.Join(", ", missing)}";
    }

    internal static string? Find(string program) =>
        "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin".Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
