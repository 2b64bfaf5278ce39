using System.Text;

namespace Kybernet.Host.Commands.Components;

/// <summary>The components that can run alone.</summary>
internal static class ComponentCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Component> All { get; } =
    [
        EtcdCommand.Create(),
        KubeApiServerCommand.CreateServer(),
        KubeApiServerCommand.Create(),
        KubeControllerManagerCommand.Create(),
        KubeSchedulerCommand.Create(),
        KubeletCommand.Create(),
        KubeProxyCommand.Create(),
    ];

    /// <summary>
    /// The component that is called, and its arguments: by the name of the program (a link called kube-apiserver behaves as
    /// one), or by the first argument; null when it is none.
    /// </summary>
    /// <param name="program">As what the process was started: argv[0].</param>
    /// <param name="arguments">What follows.</param>
    public static (Component Component, string[] Arguments)? Find(string program, string[] arguments)
    {
        if (Named(Path.GetFileName(program)) is { } byProgram) return (byProgram, arguments);
        if (arguments.Length == 0 || Named(arguments[0]) is not { } byArgument) return null;
        return arguments.Length > 1 && byArgument.Subcommands.Contains(arguments[1]) ? null : (byArgument, arguments[1..]);
    }

    /// <summary>argv[0] of this process: .NET tells the assembly's path in its place.</summary>
    public static string Program()
    {
        var line = File.ReadAllBytes("/proc/self/cmdline");
        var end = Array.IndexOf(line, (byte)0);
        return Encoding.UTF8.GetString(line, 0, end < 0 ? line.Length : end);
    }

    private static Component? Named(string name) => All.FirstOrDefault(c => c.Name == name);
}
