using Kybernet.Api;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// Keeps a store equal to a collection of the API: lists it, then watches from the list's revision, and goes on from the
/// last revision seen when a watch ends. Lists anew when that revision is gone. Failures are tried again with a jittered
/// backoff of 0.8 s to 30 s, so that many clients of a server that comes back do not all ask at once.
/// </summary>
/// <typeparam name="T">The kind of object.</typeparam>
/// <param name="source">What to read.</param>
/// <param name="store">Where to put it.</param>
/// <param name="environment">Clock and chance.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class Reflector<T>(ListWatch<T> source, IReflectorStore<T> store, ExecutionEnvironment environment, ILogger logger)
    where T : KubeObject, new()
{
    // A watch lives five to ten minutes, a different time each, so that reconnects spread out.
    private static readonly TimeSpan MinWatchTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(environment, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
    private bool _sawChange;

    /// <summary>The revision up to which the store is known to be equal; empty before the first list.</summary>
    public string LastResourceVersion { get; private set; } = "";

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // "0": whatever the server's cache holds is good enough to begin with.
        var listFrom = "0";
        var haveList = false;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (!haveList)
                {
                    var list = await source.ListAsync(listFrom, cancellation);
                    store.Replace(list);
                    LastResourceVersion = list.ResourceVersion;
                    haveList = true;
                }

                await WatchAsync(cancellation);
                continue;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (KubeApiException e) when (e.IsGone || e.Reason == "Expired")
            {
                // The history that we would need is compacted: an exact list starts us anew.
                LogExpired(source.Resource, LastResourceVersion);
                listFrom = "";
                haveList = false;
            }
            catch (KubeApiException e) when (e.Code == 504 && e.Status.Details?.Causes.Any(static c => c.Reason == "ResourceVersionTooLarge") == true)
            {
                // This server has not come as far as the one that we last spoke to.
                LogFailed(e, source.Resource);
                listFrom = "";
                haveList = false;
            }
#pragma warning disable CA1031 // Whatever went wrong, a reflector's only answer is to try again later.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(e, source.Resource);
                // Where the list failed it is taken again; a watch goes on from where it was.
            }

            if (!await _backoff.WaitAsync(cancellation)) return;
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        var started = environment.Time.GetTimestamp();
        _sawChange = false;
        var timeout = environment.Random.Jitter(MinWatchTimeout, 1.0);
        await foreach (var change in source.WatchAsync(LastResourceVersion, timeout, cancellation))
        {
            if (change.Type != WatchEventType.Bookmark) store.Apply(change);
            LastResourceVersion = change.Object.Metadata.ResourceVersion;
            _sawChange = true;
        }

        if (!_sawChange && environment.Time.GetElapsedTime(started) < ShortWatch)
        {
            throw new IOException($"very short watch: {source.Resource}: unexpected watch close - watch lasted less than a second and no items received");
        }
    }
}
