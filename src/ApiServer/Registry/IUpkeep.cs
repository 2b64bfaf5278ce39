using System.Net;

namespace Kybernet.ApiServer.Registry;

/// <summary>Keeps something in order beside the requests, as long as the server runs. Called in this order.</summary>
internal interface IUpkeep : IAsyncDisposable
{
    /// <summary>Brings it in order before anybody is served. The API is there for callers in this process.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Brings in order what tells where the server is; the server counts as ready when that is done.</summary>
    /// <param name="listening">Where it listens since now; empty when it serves this process alone.</param>
    /// <param name="cancellation">Gives up.</param>
    Task OpenAsync(IReadOnlyList<IPEndPoint> listening, CancellationToken cancellation);

    /// <summary>Keeps it so until it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellation);
}
