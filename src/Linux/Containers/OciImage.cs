using Kybernet.Linux.Machine;

namespace Kybernet.Linux.Containers;

/// <summary>A container image of one layer, made here instead of pulled: the sandbox image, and images for tests.</summary>
public sealed record OciImage
{
    /// <summary>Its full name: "kybernet.local/pause:1".</summary>
    public required string Name { get; init; }

    /// <summary>What is in it. Directories that are not named come by themselves.</summary>
    public required IReadOnlyList<OciFile> Files { get; init; }

    /// <summary>What every container of it runs.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Arguments for <see cref="Entrypoint"/>, or the program itself, that a container may replace.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>"NAME=value" each.</summary>
    public IReadOnlyList<string> Environment { get; init; } = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    /// <summary>"USER", "USER:GROUP" by name or number; "" for root.</summary>
    public string User { get; init; } = "";

    /// <summary>Where programs start.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Of the programs in it, as Go names it.</summary>
    public string Architecture { get; init; } = MachineIdentity.GoArchitecture;
}
