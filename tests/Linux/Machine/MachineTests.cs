using Kybernet.Linux.Machine;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Machine;

public sealed class MachineTests
{
    [Theory]
    [InlineData("0\n", 1)]
    [InlineData("0-3\n", 4)]
    [InlineData("0-3,8,10-11\n", 7)]
    public void Processors_are_counted(string list, int count) => Assert.Equal(count, MachineCapacity.CountCpus(list));

    [Fact]
    public void Memory_is_the_total() =>
        Assert.Equal(24684096L * 1024, MachineCapacity.ReadMemory(["MemTotal:       24684096 kB", "MemFree:        1 kB"]));

    [Fact]
    public void Huge_pages_are_counted_by_size()
    {
        using var directory = new TemporaryDirectory();
        foreach (var (name, count) in new[] { ("hugepages-2048kB", "3\n"), ("hugepages-1048576kB", "0\n") })
        {
            Directory.CreateDirectory(directory[name]);
            File.WriteAllText(Path.Combine(directory[name], "nr_hugepages"), count);
        }

        Assert.Equal([new(2 << 20, 6 << 20), new(1 << 30, 0)], MachineCapacity.ReadHugePages(directory.Path));
        Assert.Empty(MachineCapacity.ReadHugePages(directory["absent"]));
    }

    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"", "Debian GNU/Linux 12 (bookworm)")]
    [InlineData("PRETTY_NAME=Alpine", "Alpine")]
    [InlineData("NAME=x", "Linux")]
    public void The_systems_name_is_for_people(string line, string name) => Assert.Equal(name, MachineIdentity.PrettyName(["ID=x", line]));

    [Fact]
    public void This_machine_answers()
    {
        var capacity = MachineCapacity.Read("/");
        var identity = MachineIdentity.Read();

        Assert.InRange(capacity.Cpus, 1, 10_000);
        Assert.InRange(capacity.MemoryBytes, 1 << 20, long.MaxValue);
        Assert.InRange(capacity.EphemeralStorageBytes, 1 << 20, long.MaxValue);
        Assert.InRange(capacity.MaxPids, 100, long.MaxValue);
        Assert.Equal(36, identity.BootId.Length);
        Assert.NotEqual("", identity.KernelVersion);
        Assert.Contains(identity.Architecture, (string[])["amd64", "arm64", "arm", "ppc64le", "s390x", "riscv64", "386"]);
    }
}
