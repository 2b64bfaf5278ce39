using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Status;

/// <summary>
/// Writes pods' statuses to the API, a few at a time, the newest of each: what changes while a write is under way is written
/// together afterwards. It also removes pods from the API that are marked for deletion and hold nothing any more (upstream's
/// status manager).
/// </summary>
internal sealed partial class StatusWriter(IKubeClient client, ExecutionEnvironment environment, ILogger logger)
{
    private const int Parallel = 8;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StatusEntry> _entries = new(StringComparer.Ordinal);
    private readonly Slots _slots = new(Parallel);
    private CancellationToken _stop = CancellationToken.None;

    /// <summary>Ends when this is cancelled.</summary>
    public void StopOn(CancellationToken stop) => _stop = stop;

    /// <summary>The status that was set last; null when none was.</summary>
    public PodStatus? Last(string uid)
    {
        lock (_lock) return _entries.GetValueOrDefault(uid)?.Wanted;
    }

    /// <summary>Has this written, unless it is what was set before. The status is not to be changed any more.</summary>
    public void Set(Pod pod, PodStatus status)
    {
        lock (_lock)
        {
            var entry = Entry(pod);
            // The pod was written since, perhaps by somebody else: what they left decides what is to be written.
            var isForeign = Revision(pod) > entry.WrittenRevision;
            if (isForeign) entry.Written = null;
            if (!isForeign && entry.Wanted is { } known && known.DeepEquals(status)) return;
            entry.Wanted = status;
            entry.IsDirty = true;
            Write(entry);
        }
    }

    /// <summary>The pod holds nothing of the node any more. Once it is marked for deletion it is removed from the API.</summary>
    public void Finish(Pod pod)
    {
        lock (_lock)
        {
            var entry = Entry(pod);
            entry.IsFinished = true;
            Write(entry);
        }
    }

    /// <summary>The API has it no longer.</summary>
    public void Forget(string uid)
    {
        lock (_lock) _entries.Remove(uid);
    }

    private StatusEntry Entry(Pod pod)
    {
        if (_entries.TryGetValue(pod.Metadata.Uid, out var entry)) entry.Pod = pod;
        else _entries.Add(pod.Metadata.Uid, entry = new() { Pod = pod });
        return entry;
    }

    // Under the lock.
    private void Write(StatusEntry entry)
    {
        if (entry.IsWriting || !HasWork(entry)) return;
        entry.IsWriting = true;
        _ = environment.Run(() => WriteAsync(entry));
    }

    private static bool HasWork(StatusEntry entry) =>
        entry.IsDirty || (entry.IsFinished && !entry.IsDeleted && entry.Pod.Metadata.DeletionTimestamp is not null);

    private async Task WriteAsync(StatusEntry entry)
    {
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    if (!HasWork(entry)) entry.IsWriting = false;
                    if (!entry.IsWriting) return;
                }

                await _slots.WaitAsync(_stop);
                try
                {
                    await WriteOnceAsync(entry);
                }
                catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
                {
                    Abandon(entry); // it is gone, or another pod has its name
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    WriteFailed(logger, entry.Pod.Metadata.Namespace, entry.Pod.Metadata.Name, e);
                    lock (_lock) entry.IsDirty |= entry.Wanted is not null;
                    await environment.Delay(RetryAfter, _stop);
                }
                finally
                {
                    _slots.Release();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // stopping: what was not written is found again by the next run
        }
    }

    private async Task WriteOnceAsync(StatusEntry entry)
    {
        Pod pod;
        PodStatus? wanted;
        PodStatus before;
        lock (_lock)
        {
            (pod, wanted) = (entry.Pod, entry.IsDirty ? entry.Wanted : null);
            before = entry.Written ?? pod.Status;
            entry.IsDirty = false;
        }

        if (wanted is not null && StatusPatch.Between(pod.Metadata.Uid, before, wanted) is { } patch)
        {
            Learn(entry, await client.PatchAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name, patch, "status", _stop));
        }

        lock (_lock)
        {
            // There was nothing to write: the API has it already.
            if (wanted is not null && entry.Written is null && entry.Pod == pod) (entry.Written, entry.WrittenRevision) = (pod.Status, Revision(pod));
            if (entry.IsDirty || entry.IsDeleted || !entry.IsFinished || entry.Pod.Metadata.DeletionTimestamp is null) return;
        }

        await client.DeleteAsync<Pod>(
            pod.Metadata.Namespace, pod.Metadata.Name, new() { GracePeriodSeconds = 0, Preconditions = new() { Uid = pod.Metadata.Uid } }, _stop);
        lock (_lock) entry.IsDeleted = true;
    }

    private void Learn(StatusEntry entry, Pod answer)
    {
        lock (_lock)
        {
            if (Revision(answer) >= Revision(entry.Pod))
            {
                (entry.Written, entry.WrittenRevision) = (answer.Status, Revision(answer));
                return;
            }

            // Somebody wrote it after us, and that came before our answer: look at what they left.
            (entry.Written, entry.IsDirty) = (null, entry.Wanted is not null);
        }
    }

    private static long Revision(Pod pod) =>
        long.TryParse(pod.Metadata.ResourceVersion, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private void Abandon(StatusEntry entry)
    {
        lock (_lock) (entry.IsDirty, entry.IsDeleted) = (false, true);
    }

    [LoggerMessage(LogLevel.Warning, "Status of pod {Namespace}/{Name} could not be written; trying again")]
    private static partial void WriteFailed(ILogger logger, string @namespace, string name, Exception error);
}
