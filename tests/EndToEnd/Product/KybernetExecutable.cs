using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>The executable that these tests were built with.</summary>
internal static class KybernetExecutable
{
    /// <summary>A command of it, ready to start.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> arguments) => FindsRuntime(new ProcessStartInfo(Program, arguments));

    /// <summary>The executable looks for the runtime where it is usually installed; this is where the tests' own came from.</summary>
    public static ProcessStartInfo FindsRuntime(ProcessStartInfo start)
    {
        if (Path.GetFileName(Environment.ProcessPath) == "dotnet") start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<CommandOutput> RunAsync(params IEnumerable<string> arguments) => Programs.RunAsync(Command(arguments));

    /// <summary>The repository's root.</summary>
    public static string Root => Framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>Its path.</summary>
    public static string Program => Path.Combine(Root, "src", "Kybernet", "bin", Framework.Parent!.Name, Framework.Name, "kybernet");

    // tests/EndToEnd/bin/CONFIGURATION/FRAMEWORK → src/Kybernet/bin/CONFIGURATION/FRAMEWORK
    private static DirectoryInfo Framework { get; } = new(AppContext.BaseDirectory.TrimEnd('/'));
}
