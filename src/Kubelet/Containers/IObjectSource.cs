using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Containers;

/// <summary>The ConfigMaps and Secrets that pods refer to.</summary>
internal interface IObjectSource
{
    /// <summary>The ConfigMap, or null when there is none.</summary>
    Task<ConfigMap?> FindConfigMapAsync(string ns, string name, CancellationToken cancellation);

    /// <summary>The Secret, or null when there is none.</summary>
    Task<Secret?> FindSecretAsync(string ns, string name, CancellationToken cancellation);
}
