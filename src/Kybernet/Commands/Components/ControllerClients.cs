using Kybernet.Client;

namespace Kybernet.Host.Commands.Components;

/// <summary>The controllers' clients, each as its own service account in kube-system (--use-service-account-credentials).</summary>
/// <param name="start">Clock and loggers.</param>
/// <param name="config">Where the API server is; whose credentials are in it does not matter.</param>
/// <param name="client">The manager's own client: gets the tokens.</param>
internal sealed class ControllerClients(ComponentStart start, ClientConfig config, IKubeClient client) : IDisposable
{
    private const string Namespace = "kube-system";

    private readonly List<IDisposable> _made = [];

    /// <summary>A controller's client.</summary>
    public IKubeClient For(string serviceAccount)
    {
        ServiceAccountBearerTokens tokens = new(client, Namespace, serviceAccount, start.Environment);
        var transport = ClientFlags.Connect(
            start, config with { ClientCertificate = null, BearerTokens = tokens, UserAgent = $"{config.UserAgent}/{serviceAccount}" });
        _made.AddRange([transport, tokens]);
        return new KubeClient(transport);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var made in _made) made.Dispose();
    }
}
