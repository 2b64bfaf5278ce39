using Kybernet.Linux.Containers;

namespace Kybernet.Linux.Tests.Containers;

public sealed class ContainerdConfigurationTests
{
    private static readonly ContainerdOptions Options = new()
    {
        RootDirectory = "/data/containerd",
        StateDirectory = "/run/kybernet/n",
        CniConfigDirectory = "/data/cni",
        CniPluginDirectory = "/usr/lib/cni",
        RegistryConfigDirectory = "/data/registries",
        LogFile = "/data/containerd.log",
        CgroupRoots = ["kybernet"],
    };

    [Fact]
    public void Everything_lies_where_the_node_wants_it() => Assert.Equal("""
        # Written by Kybernet at every start: changes are lost.
        version = 2
        root = "/data/containerd"
        state = "/run/kybernet/n"
        oom_score = -999
        disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt", "io.containerd.internal.v1.restart", "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp", "io.containerd.monitor.v1.cgroups"]

        [grpc]
          address = "/run/kybernet/n/containerd.sock"

        [debug]
          level = "warn"

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "kybernet.local/pause:1"
          restrict_oom_score_adj = false
          netns_mounts_under_state_dir = true
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"
          # As containerd 2 does by itself: a container's own network needs no privilege for ping and port 80.
          enable_unprivileged_icmp = true
          enable_unprivileged_ports = true

          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/usr/lib/cni"
            conf_dir = "/data/cni"

          [plugins."io.containerd.grpc.v1.cri".registry]
            config_path = "/data/registries"

          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            default_runtime_name = "runc"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                Root = "/run/kybernet/n/runc"
                SystemdCgroup = false

        """, ContainerdConfiguration.Build(Options, "overlayfs", mayLowerOomScore: true));

    [Fact]
    public void Without_the_capability_no_score_is_lowered()
    {
        var text = ContainerdConfiguration.Build(Options, "native", mayLowerOomScore: false);

        Assert.Contains("oom_score = 0\n", text);
        Assert.Contains("restrict_oom_score_adj = true\n", text);
        Assert.Contains("snapshotter = \"native\"\n", text);
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\nb", "\"a\\u000ab\"")]
    public void Text_is_quoted(string text, string quoted) => Assert.Equal(quoted, ContainerdConfiguration.Quote(text));
}
