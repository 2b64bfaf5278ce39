using System.CommandLine;
using Kybernet.Cluster.Bench.Commands;

// dotnet run -c Release --project bench/Cluster.Bench -- COMMAND; docs/benchmarks.md is its manual.
RootCommand root = new("Measures a Kubernetes cluster: ours, the real one, or both in turns.")
{
    StartCommand.Create(),
    IdleCommand.Create(),
    MemoryCommand.Create(),
    PodsCommand.Create(),
    ApiCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return 1;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync(ClusterFault.Describe(e) ?? e.ToString());
    return 1;
}
