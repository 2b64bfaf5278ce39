using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.Kubelet.Containers;

/// <summary>
/// Reads ConfigMaps and Secrets from the API and shares what it read for a short while, so that many pods that mount the same
/// object (the cluster's root certificate) ask once.
/// </summary>
/// <param name="client">Where it reads.</param>
/// <param name="environment">The clock.</param>
/// <param name="sharedFor">How long what was read is good for others.</param>
internal sealed class ApiObjectSource(IKubeClient client, ExecutionEnvironment environment, TimeSpan sharedFor) : IObjectSource
{
    private const int MaxEntries = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Type Kind, string Ns, string Name), (DateTimeOffset ReadAt, KubeObject Value)> _read = [];

    public Task<ConfigMap?> FindConfigMapAsync(string ns, string name, CancellationToken cancellation) => FindAsync<ConfigMap>(ns, name, cancellation);

    public Task<Secret?> FindSecretAsync(string ns, string name, CancellationToken cancellation) => FindAsync<Secret>(ns, name, cancellation);

    private async Task<T?> FindAsync<T>(string ns, string name, CancellationToken cancellation) where T : KubeObject, IKubeResource, new()
    {
        var key = (typeof(T), ns, name);
        lock (_lock)
        {
            if (_read.TryGetValue(key, out var known) && environment.Now - known.ReadAt < sharedFor) return (T)known.Value;
        }

        try
        {
            var value = await client.GetAsync<T>(ns, name, cancellation);
            lock (_lock)
            {
                if (_read.Count >= MaxEntries) _read.Clear();
                _read[key] = (environment.Now, value);
            }

            return value;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            lock (_lock) _read.Remove(key);
            return null;
        }
    }
}
