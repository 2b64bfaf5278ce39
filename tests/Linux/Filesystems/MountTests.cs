using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Filesystems;

public sealed class MountTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(
        "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue", "/mnt2", "/mnt1", "ext3", "/dev/root", false)]
    [InlineData("36 35 0:5 / /with\\040space\\134 ro shared:7 master:1 - tmpfs tm\\011p rw", "/with space\\", "/", "tmpfs", "tm\tp", true)]
    [InlineData("36 35 0:5 / /proc rw - proc proc rw", "/proc", "/", "proc", "proc", false)]
    public void A_line_of_mountinfo_is_read(string line, string target, string root, string type, string source, bool shared)
    {
        var entry = MountTable.Parse(line);

        Assert.Equal((target, root, type, source, shared), (entry.Target, entry.Root, entry.Type, entry.Source, entry.IsShared));
    }

    [RootFact]
    public void Memory_and_bind_mounts_come_and_go()
    {
        var memory = Directory.CreateDirectory(_directory["memory"]).FullName;
        var bound = Directory.CreateDirectory(_directory["bound read only"]).FullName;
        var file = _directory["file"];
        File.WriteAllText(file, "");

        Mounts.Tmpfs(memory, 1 << 20, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(memory, "a"), "hello");
        Mounts.Bind(memory, bound, readOnly: true);
        Mounts.Bind(Path.Combine(memory, "a"), file);

        Assert.Equal(1 << 20, FilesystemUsage.Of(memory).CapacityBytes);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(bound, "a")));
        Assert.Equal("hello", File.ReadAllText(file));
        Assert.ThrowsAny<IOException>(() => File.WriteAllText(Path.Combine(bound, "b"), ""));
        Assert.True(MountTable.IsMountPoint(bound));
        Assert.Equal([memory, bound, file], MountTable.Under(_directory.Path).Select(mount => mount.Target));

        Mounts.Unmount(file);
        Mounts.Unmount(file); // nothing there any more is no error
        Assert.Equal(2, Mounts.UnmountAllUnder(_directory.Path));
        Assert.Empty(MountTable.Under(_directory.Path));
    }

    [RootFact]
    public void All_goes_although_mounts_lie_in_and_over_each_other_and_are_in_use()
    {
        var outer = Directory.CreateDirectory(_directory["outer"]).FullName;
        Mounts.Tmpfs(outer);
        var inner = Directory.CreateDirectory(Path.Combine(outer, "inner")).FullName;
        Mounts.Tmpfs(inner);
        Mounts.Tmpfs(inner);
        using var open = File.Create(Path.Combine(inner, "open"));

        Assert.Equal(3, Mounts.UnmountAllUnder(_directory.Path));

        Assert.Empty(MountTable.Under(_directory.Path));
    }

    [RootFact]
    public void A_refusal_names_the_path_and_the_reason()
    {
        var thrown = Assert.Throws<IOException>(() => Mounts.Tmpfs(_directory["absent"]));

        Assert.Equal($"cannot mount tmpfs at {_directory["absent"]}: No such file or directory", thrown.Message);
    }

    [RootFact]
    public void A_volume_is_opened_to_its_group_and_links_lead_nowhere_out_of_it()
    {
        var outside = Directory.CreateDirectory(_directory["outside"]).FullName;
        File.WriteAllText(Path.Combine(outside, "secret"), "");
        File.SetUnixFileMode(Path.Combine(outside, "secret"), UnixFileMode.UserRead);
        var volume = Directory.CreateDirectory(_directory["volume"]).FullName;
        var below = Directory.CreateDirectory(Path.Combine(volume, "below")).FullName;
        File.WriteAllText(Path.Combine(below, "file"), "");
        File.SetUnixFileMode(Path.Combine(below, "file"), UnixFileMode.UserRead);
        File.CreateSymbolicLink(Path.Combine(volume, "link"), outside);

        Ownership.GrantToGroup(volume, 4711, readOnly: false);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(outside, "secret")));
        Assert.True(File.GetUnixFileMode(below).HasFlag(UnixFileMode.SetGroup | UnixFileMode.GroupExecute | UnixFileMode.GroupWrite));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(Path.Combine(below, "file")));
        Assert.Equal(["4711", "4711", "0"], GroupsOf(volume, Path.Combine(below, "file"), Path.Combine(outside, "secret")));

        static IEnumerable<string> GroupsOf(params string[] paths)
        {
            var stat = new Linux.Processes.Command("stat", ["-c", "%g", .. paths]);
            return new Linux.Processes.ChildProcessRunner(TimeProvider.System).RunAsync(stat, CancellationToken.None).Result.Output.Trim().Split('\n');
        }
    }

    public void Dispose() => _directory.Dispose();
}
