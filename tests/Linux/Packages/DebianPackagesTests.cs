using Kybernet.Linux.Packages;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Packages;

public sealed class DebianPackagesTests
{
    [Fact]
    public void A_package_is_missing_when_none_of_its_programs_is_there()
    {
        Assert.Empty(DebianPackages.Missing(NodeRequirement.All, _ => true));
        Assert.Equal(
            ["containerd", "runc", "containernetworking-plugins", "nftables", "iproute2", "conntrack", "catatonit"],
            DebianPackages.Missing(NodeRequirement.All, _ => false));
        Assert.Equal(
            ["containerd", "runc", "nftables", "iproute2", "conntrack"],
            DebianPackages.Missing(NodeRequirement.All, program => program is "containerd" or "/opt/cni/bin/bridge" or "busybox"));
    }

    [Fact]
    public async Task What_is_known_is_installed_at_once()
    {
        var runner = new RecordingRunner(0);
        List<string> steps = [];

        await new DebianPackages(runner).InstallAsync(["runc", "nftables"], steps.Add, CancellationToken.None);

        var command = Assert.Single(runner.Commands);
        Assert.Equal("apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends runc nftables", command.ToString());
        Assert.Equal("noninteractive", command.Environment["DEBIAN_FRONTEND"]);
        Assert.Equal(["Installing runc, nftables"], steps);
    }

    [Fact]
    public async Task The_lists_are_fetched_when_a_package_is_unknown()
    {
        var runner = new RecordingRunner(100, 0, 0);
        List<string> steps = [];

        await new DebianPackages(runner).InstallAsync(["runc"], steps.Add, CancellationToken.None);

        Assert.Equal(["install", "update", "install"], runner.Commands.Select(command => command.Arguments[2]));
        Assert.Equal(["Installing runc", "Fetching the lists of packages", "Installing runc"], steps);
    }

    [Fact]
    public async Task A_failure_after_that_is_told() => await Assert.ThrowsAsync<CommandFailedException>(
        () => new DebianPackages(new RecordingRunner(100, 0, 100)).InstallAsync(["runc"], _ => { }, CancellationToken.None));

    [Fact]
    public void The_sentence_names_what_is_missing() => Assert.Contains("runc", DebianPackages.Explain(["runc"]));
}
