using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>The executable that these tests were built with.</summary>
internal static class KybernetExecutable
{
    /// <summary>A command of it, ready to start.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> arguments) => new("dotnet", [Path, .. arguments]);

    /// <summary>Runs a command to its end.</summary>
    public static Task<CommandOutput> RunAsync(params IEnumerable<string> arguments) => Programs.RunAsync(Command(arguments));

    /// <summary>The repository's root.</summary>
    public static string Root => Framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    // tests/EndToEnd/bin/CONFIGURATION/FRAMEWORK → src/Kybernet/bin/CONFIGURATION/FRAMEWORK
    private static DirectoryInfo Framework { get; } = new(AppContext.BaseDirectory.TrimEnd('/'));

    private static string Path => System.IO.Path.Combine(Root, "src", "Kybernet", "bin", Framework.Parent!.Name, Framework.Name, "kybernet.dll");
}
