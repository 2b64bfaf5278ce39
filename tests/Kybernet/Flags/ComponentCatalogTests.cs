using Kybernet.Host.Commands.Components;
using Kybernet.Host.Commands.Etcd;

namespace Kybernet.Host.Tests.Flags;

public sealed class ComponentCatalogTests
{
    [Theory]
    [InlineData("/usr/bin/kybernet", "kube-apiserver --v=1", "kube-apiserver", "--v=1")]
    [InlineData("/usr/bin/kube-apiserver", "--v=1", "kube-apiserver", "--v=1")]
    [InlineData("kubelet", "--v=1", "kubelet", "--v=1")]
    [InlineData("./kube-proxy", "kubelet", "kube-proxy", "kubelet")]
    [InlineData("kybernet", "server --v=1", "server", "--v=1")]
    [InlineData("kybernet", "etcd --name=a", "etcd", "--name=a")]
    [InlineData("kybernet", "etcd nonsense", "etcd", "nonsense")]
    [InlineData("/usr/bin/etcd", "snapshot", "etcd", "snapshot")]
    public void A_component_is_called_by_the_name_of_the_program_or_by_the_first_argument(string program, string line, string name, string rest)
    {
        var (component, arguments) = ComponentCatalog.Find(program, line.Split(' '))!.Value;

        Assert.Equal(name, component.Name);
        Assert.Equal([rest], arguments);
    }

    [Theory]
    [InlineData("kybernet", "")]
    [InlineData("kybernet", "up kubelet")]
    [InlineData("dotnet", "--help")]
    [InlineData("kybernet", "etcd snapshot save x")]
    [InlineData("kybernet", "etcd migrate --to etcd")]
    public void All_else_is_no_component(string program, string line) =>
        Assert.Null(ComponentCatalog.Find(program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void The_commands_of_a_component_are_those_that_there_are() =>
        Assert.Equal(
            ComponentCatalog.All.Single(static c => c.Name == "etcd").Subcommands.Order(),
            EtcdCommands.Create().Select(static command => command.Name).Order());

    [Fact]
    public void Every_flag_has_a_help_text() =>
        Assert.All(ComponentCatalog.All.SelectMany(c => c.Flags.All), flag => Assert.EndsWith(".", flag.Help, StringComparison.Ordinal));
}
