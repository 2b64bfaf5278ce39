using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>The real executable as one component.</summary>
internal static class ComponentProcess
{
    /// <summary>Starts <c>kybernet NAME FLAGS...</c>.</summary>
    public static RunningProgram Start(string name, params IEnumerable<string> flags) => new(KybernetExecutable.Command([name, .. flags]));

    /// <summary>Starts the executable by another name.</summary>
    public static RunningProgram Launch(string program, params IEnumerable<string> arguments) =>
        new(KybernetExecutable.FindsRuntime(new ProcessStartInfo(program, arguments)));
}
