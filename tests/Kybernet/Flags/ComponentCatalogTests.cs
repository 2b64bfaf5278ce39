using Kybernet.Host.Commands.Components;

namespace Kybernet.Host.Tests.Flags;

public sealed class ComponentCatalogTests
{
    [Theory]
    [InlineData("/usr/bin/kybernet", "kube-apiserver --v=1", "kube-apiserver", "--v=1")]
    [InlineData("/usr/bin/kube-apiserver", "--v=1", "kube-apiserver", "--v=1")]
    [InlineData("kubelet", "--v=1", "kubelet", "--v=1")]
    [InlineData("./kube-proxy", "kubelet", "kube-proxy", "kubelet")]
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
    public void All_else_is_no_component(string program, string line) =>
        Assert.Null(ComponentCatalog.Find(program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Every_flag_has_a_help_text() =>
        Assert.All(ComponentCatalog.All.SelectMany(c => c.Flags.All), flag => Assert.EndsWith(".", flag.Help, StringComparison.Ordinal));
}
