using System.CommandLine;
using Kybernet.Host.Cluster;
using Kybernet.Host.Commands;

Terminal.SetUp();
RootCommand root = new("Kybernet: Kubernetes in one executable.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    ImageCommand.Create(),
};

// Called by a component's name, it is that component: a link called kube-apiserver behaves as one.
var name = Path.GetFileName(Environment.GetCommandLineArgs()[0]);
var called = root.Subcommands.Any(c => c.Name == name) ? [name, .. args] : args;
try
{
    return await root.Parse(called).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    });
}
catch (CommandFailure failure)
{
    await Console.Error.WriteLineAsync($"kybernet: {failure.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
