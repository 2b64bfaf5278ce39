using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary><c>kybernet etcd snapshot</c> and <c>kybernet etcd migrate</c>, as they are typed.</summary>
internal static class StoreCommands
{
    /// <summary>Runs one that has to succeed, and returns what it said.</summary>
    public static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        var said = await KybernetExecutable.RunAsync(["etcd", .. arguments]);
        Assert.True(said.Code == 0, said.All);
        return said.Output.TrimEnd('\n');
    }

    /// <summary>Runs one that has to be refused with one line and the exit code 1, and returns that line.</summary>
    public static async Task<string> FailAsync(params IEnumerable<string> arguments)
    {
        var said = await KybernetExecutable.RunAsync(["etcd", .. arguments]);
        Assert.Equal((1, ""), (said.Code, said.Output));
        Assert.StartsWith("kybernet: ", said.Errors);
        return Assert.Single(said.Errors["kybernet: ".Length..].TrimEnd('\n').Split('\n'));
    }
}
