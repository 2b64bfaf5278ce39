using System.Runtime.InteropServices;

namespace Kybernet.Linux.Machine;

/// <summary>What a machine says of itself, for a node's status.nodeInfo.</summary>
/// <param name="MachineId">Stays the same for the life of an installation; "" when the machine has none.</param>
/// <param name="SystemUuid">The hardware's; the machine id where the hardware has none.</param>
/// <param name="BootId">Another one after each boot.</param>
/// <param name="KernelVersion">As uname -r.</param>
/// <param name="OsImage">For people: "Debian GNU/Linux 12 (bookworm)".</param>
/// <param name="Architecture">As Go names it: "amd64", "arm64".</param>
/// <param name="HostName">The kernel's name for the machine, in lower case.</param>
public sealed record MachineIdentity(
    string MachineId, string SystemUuid, string BootId, string KernelVersion, string OsImage, string Architecture, string HostName)
{
    /// <summary>Of this machine.</summary>
    public static MachineIdentity Read()
    {
        var machineId = ReadFirst("/etc/machine-id", "/var/lib/dbus/machine-id") ?? "";
        return new MachineIdentity(
            machineId,
            ReadFirst("/sys/class/dmi/id/product_uuid", "/proc/device-tree/vm,uuid") ?? machineId,
            ReadFirst("/proc/sys/kernel/random/boot_id") ?? "",
            ReadFirst("/proc/sys/kernel/osrelease") ?? "",
            ReadOsImage((string[])["/etc/os-release", "/usr/lib/os-release"]),
            GoArchitecture,
            (ReadFirst("/proc/sys/kernel/hostname") ?? "localhost").ToLowerInvariant());
    }

    /// <summary>This machine's architecture as Go, OCI images and node labels name it.</summary>
    public static string GoArchitecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        var other => other.ToString().ToLowerInvariant(), // arm64, arm, s390x, riscv64, loongarch64
    };

    /// <summary>The value of PRETTY_NAME, which may stand in quotes.</summary>
    internal static string PrettyName(IEnumerable<string> osRelease) =>
        osRelease.FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) is { } line
            ? line["PRETTY_NAME=".Length..].Trim().Trim('"', '\'')
            : "Linux";

    private static string ReadOsImage(IEnumerable<string> files) => PrettyName(files.Where(File.Exists).Select(File.ReadLines).FirstOrDefault() ?? []);

    private static string? ReadFirst(params string[] files) =>
        files.Where(File.Exists).Select(file => File.ReadAllText(file).Trim('\0', '\n', ' ')).FirstOrDefault(text => text.Length > 0);
}
