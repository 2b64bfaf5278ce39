using System.Runtime.CompilerServices;

namespace Kybernet.Testing.Tests;

public sealed class DocumentationTests
{
    [Theory]
    [InlineData("ExampleTests.cs")]
    [InlineData("SimulationExampleTests.cs")]
    public void The_examples_in_the_documentation_are_tests_that_run(string file)
    {
        var page = File.ReadAllText(Path.Combine(Here(), "../../docs/testing.md"));
        var example = File.ReadAllText(Path.Combine(Here(), file));
        Assert.Contains($"```csharp\n{example.TrimEnd()}\n```", page, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
