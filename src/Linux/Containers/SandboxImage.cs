using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Containers;

/// <summary>
/// The image of the container that holds a pod's namespaces open (upstream's pause image), made from a static program of this
/// machine, so that a node needs no registry.
/// </summary>
public static class SandboxImage
{
    /// <summary>Its name.</summary>
    public const string Name = "kybernet.local/pause:1";

    /// <summary>
    /// Of catatonit, a small init whose pause mode waits, and reaps what a pod with one process namespace leaves behind; or of
    /// busybox, which only waits.
    /// </summary>
    /// <exception cref="FileNotFoundException">This machine has neither as a static program.</exception>
    public static OciImage Build()
    {
        if (FindStatic("catatonit") is { } catatonit)
            return new OciImage { Name = Name, Files = [OciFile.Program("pause", catatonit)], Entrypoint = ["/pause", "-P"] };
        if (FindStatic("busybox") is { } busybox)
            return new OciImage { Name = Name, Files = [OciFile.Program("bin/busybox", busybox)], Entrypoint = ["/bin/busybox", "sleep", "infinity"] };
        throw new FileNotFoundException("the sandbox image needs a static catatonit or busybox: install the package catatonit or busybox-static");
    }

    private static string? FindStatic(string program) => Programs.Find(program) is { } path && StaticProgram.Is(path) ? path : null;
}
