using Kybernet.Linux.Containers;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Containers;

internal static class TestImages
{
    /// <summary>A shell and a few tools, from Debian's static busybox.</summary>
    public static OciImage Busybox { get; } = new()
    {
        Name = "kybernet.local/busybox:1",
        Files =
        [
            OciFile.Program("bin/busybox", Programs.Find("busybox") ?? "/absent"),
            .. ((string[])["sh", "sleep", "cat", "echo", "ls"]).Select(name => OciFile.Link("bin/" + name, "busybox")),
        ],
        Command = ["sh"],
    };
}
