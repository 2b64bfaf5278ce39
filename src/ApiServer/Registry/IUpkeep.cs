namespace Kybernet.ApiServer.Registry;

/// <summary>Keeps something in order beside the requests, as long as the server runs.</summary>
internal interface IUpkeep : IAsyncDisposable
{
    /// <summary>Brings it in order before anybody is served. The API is there for callers in this process.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Keeps it so until it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellation);
}
