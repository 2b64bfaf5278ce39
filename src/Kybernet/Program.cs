using System.CommandLine;
using Kybernet.Base.Memory;
using Kybernet.Host.Cluster;
using Kybernet.Host.Commands;
using Kybernet.Host.Commands.Components;
using Kybernet.Host.Commands.Etcd;

using IdleCollector collector = new(TimeProvider.System);
if (ComponentCatalog.Find(ComponentCatalog.Program(), args) is var (component, arguments)) return await ComponentProgram.RunAsync(component, arguments);

Terminal.SetUp();
RootCommand root = new("Kybernet: Kubernetes in one executable.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    ImageCommand.Create(),
};

// Found above, with flags as upstream's programs read them; here for the list of commands.
foreach (var listed in ComponentCatalog.All)
{
    Command command = new(listed.Name, listed.Description);
    if (listed.Name == EtcdCommand.Name) foreach (var subcommand in EtcdCommands.Create()) command.Add(subcommand);
    root.Add(command);
}

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
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
