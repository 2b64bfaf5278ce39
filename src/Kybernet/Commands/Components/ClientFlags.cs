using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Kubelet;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>How a component reaches the API server: --kubeconfig.</summary>
internal sealed class ClientFlags(FlagTable flags)
{
    private readonly Flag<string> _kubeconfig = flags.Text(
        "kubeconfig", "", "How the API server is reached, and as whom; without it as the pod that this is.");

    /// <summary>Where the API server is and who we are to it.</summary>
    /// <param name="start">The command line.</param>
    /// <param name="component">The component's name, for the user agent.</param>
    /// <exception cref="CommandFailure">There is no kubeconfig, and this is no pod.</exception>
    /// <exception cref="FormatException">The file is no kubeconfig.</exception>
    public ClientConfig ConfigOf(ComponentStart start, string component)
    {
        var path = start.Get(_kubeconfig);
        try
        {
            var config = path.Length > 0 ? Kubeconfig.Load(path).ToClientConfig() : ClientConfig.InCluster();
            return config with { UserAgent = $"{component}/{KubeletOptions.DefaultVersion}" };
        }
        catch (InvalidOperationException)
        {
            throw new CommandFailure("--kubeconfig is needed, for this is no pod");
        }
        catch (FormatException e)
        {
            throw new CommandFailure($"{(path.Length > 0 ? path : "the pod's configuration")}: {e.Message}");
        }
    }

    /// <summary>A transport to the API server.</summary>
    public static HttpsTransport Connect(ComponentStart start, ClientConfig config) =>
        new(config, start.Environment, start.Loggers.CreateLogger<HttpsTransport>());
}
