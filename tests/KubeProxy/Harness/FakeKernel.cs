using Kybernet.Base;
using Kybernet.Linux.Processes;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>Stands for nft and conntrack: carries scripts out on a table in memory and remembers when which one came.</summary>
internal sealed class FakeKernel(ExecutionEnvironment environment) : ICommandRunner
{
    private readonly DateTimeOffset _start = environment.Now;

    public FakeTable Table { get; } = new();

    /// <summary>Seconds from the start, and the script.</summary>
    public List<(double At, string Script)> Scripts { get; } = [];

    /// <summary>Everything that was run.</summary>
    public List<string> Commands { get; } = [];

    public bool TableIsGone { get; set; }

    /// <summary>Says which commands fail.</summary>
    public Func<string, bool> Fails { get; set; } = static _ => false;

    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        await Task.Yield();
        var text = command.ToString();
        Commands.Add(text);
        if (Fails(text)) return new CommandResult(command, 1, "", "refused", Truncated: false);
        if (command.Input is { } script)
        {
            Scripts.Add(((environment.Now - _start).TotalSeconds, script));
            Table.Run(script);
            TableIsGone = false;
        }
        var output = text switch
        {
            "nft list tables ip" => TableIsGone ? "" : "table ip kybernet-proxy\n",
            "nft -j list table ip kybernet-proxy" => """{"nftables": []}""",
            _ => "",
        };
        return new CommandResult(command, 0, output, "", Truncated: false);
    }
}
