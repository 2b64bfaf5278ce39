using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>An informer, whatever its kind.</summary>
public interface ISharedInformer
{
    /// <summary>What is cached.</summary>
    GroupVersionResource Resource { get; }

    /// <summary>Whether the first list has been taken in.</summary>
    bool HasSynced { get; }

    /// <summary>The revision up to which the cache is known to be current; empty before the first list.</summary>
    string LastResourceVersion { get; }

    /// <summary>Keeps the cache current until cancelled. To be called once.</summary>
    Task RunAsync(CancellationToken cancellation);

    /// <summary>Waits for the first list.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    Task WaitForSyncAsync(CancellationToken cancellation);
}
