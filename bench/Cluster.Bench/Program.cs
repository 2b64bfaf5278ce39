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
return await root.Parse(args).InvokeAsync();
