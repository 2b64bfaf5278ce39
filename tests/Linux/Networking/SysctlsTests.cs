using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Networking;

public sealed class SysctlsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_journal_keeps_the_value_found_before_the_latest_change()
    {
        var journal = new SysctlJournal();
        journal.Record(new SysctlChange("a", "0", "1"));
        journal.Record(new SysctlChange("b", "5", "6"));
        journal.Record(new SysctlChange("a", "2", "1"));

        journal.Save(_directory["journal"]);

        Assert.Equal([new SysctlChange("b", "5", "6"), new SysctlChange("a", "2", "1")], SysctlJournal.Load(_directory["journal"]).Changes);
        Assert.Empty(SysctlJournal.Load(_directory["absent"]).Changes);
    }

    [RootFact("ip", "nsenter")]
    public async Task What_was_changed_is_put_back_unless_somebody_changed_it_since()
    {
        await using var network = await TemporaryNetwork.CreateAsync();
        var sysctls = new Sysctls(new ChildProcessRunner(TimeProvider.System), _directory["journal"], network.Namespace);
        const string Forward = "net/ipv4/ip_forward", Ttl = "net/ipv4/ip_default_ttl";
        var ttl = await sysctls.GetAsync(Ttl, CancellationToken.None);
        var forward = await sysctls.GetAsync(Forward, CancellationToken.None);

        Assert.True(await sysctls.SetAsync(Ttl, "77", CancellationToken.None));
        Assert.True(await sysctls.SetAsync(Forward, "1", CancellationToken.None));
        Assert.False(await sysctls.SetAsync("net/ipv4/no_such_setting", "1", CancellationToken.None));
        Assert.Equal("77", await sysctls.GetAsync(Ttl, CancellationToken.None));
        await network.RunAsync("sh", "-c", "echo 99 > /proc/sys/net/ipv4/ip_default_ttl");

        await sysctls.RestoreAsync(CancellationToken.None);

        Assert.NotEqual("77", ttl);
        Assert.Equal("99", await sysctls.GetAsync(Ttl, CancellationToken.None));
        Assert.Equal(forward, await sysctls.GetAsync(Forward, CancellationToken.None));
        Assert.False(File.Exists(_directory["journal"]));
    }

    public void Dispose() => _directory.Dispose();
}
