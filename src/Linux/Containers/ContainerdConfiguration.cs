using System.Text;

namespace Kybernet.Linux.Containers;

/// <summary>containerd's configuration file for a node's own engine.</summary>
internal static class ContainerdConfiguration
{
    // Snapshotters that are not used, and services for others than us: less to start, less to hold in memory.
    private static readonly string[] DisabledPlugins =
    [
        "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
        "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt", "io.containerd.internal.v1.restart",
        "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp", "io.containerd.monitor.v1.cgroups",
    ];

    /// <param name="options">The engine.</param>
    /// <param name="snapshotter">"overlayfs" or "native".</param>
    /// <param name="mayLowerOomScore">
    /// Whether processes can be made less likely to be killed when memory runs out (CAP_SYS_RESOURCE). Without it a container that
    /// asks for a lower score than ours would not start; then it gets ours.
    /// </param>
    /// <remarks>In version 2 of the format: containerd 1.6 and 1.7 read no newer one, and 2.x converts it.</remarks>
    public static string Build(ContainerdOptions options, string snapshotter, bool mayLowerOomScore) => $"""
        # Written by Kybernet at every start: changes are lost.
        version = 2
        root = {Quote(options.RootDirectory)}
        state = {Quote(options.StateDirectory)}
        oom_score = {(mayLowerOomScore ? -999 : 0)}
        disabled_plugins = [{string.Join(", ", DisabledPlugins.Select(Quote))}]

        [grpc]
          address = {Quote(options.Socket)}

        [debug]
          level = "warn"

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = {Quote(options.SandboxImage)}
          restrict_oom_score_adj = {(mayLowerOomScore ? "false" : "true")}
          netns_mounts_under_state_dir = true
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"
          # As containerd 2 does by itself: a container's own network needs no privilege for ping and port 80.
          enable_unprivileged_icmp = true
          enable_unprivileged_ports = true

          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = {Quote(options.FindCniPlugins())}
            conf_dir = {Quote(options.CniConfigDirectory)}

          [plugins."io.containerd.grpc.v1.cri".registry]
            config_path = {Quote(options.RegistryConfigDirectory)}

          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = {Quote(snapshotter)}
            default_runtime_name = "runc"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                Root = {Quote(options.RuncDirectory)}
                SystemdCgroup = false

        """;

    /// <summary>A basic string of TOML.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
