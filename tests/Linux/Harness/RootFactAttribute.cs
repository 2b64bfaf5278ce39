using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Harness;

/// <summary>A test that changes the kernel: it is skipped, and says why, without root or without the programs it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute(params string[] programs)
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root";
        else if (programs.FirstOrDefault(program => Programs.Find(program) is null) is { } missing) Skip = $"needs the program {missing}";
    }
}
