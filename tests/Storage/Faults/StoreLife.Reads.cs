namespace Kybernet.Storage.Tests.Faults;

/// <summary>What readers and watchers see, held to what the store has shown.</summary>
internal sealed partial class StoreLife
{
    /// <summary>The present is read whatever happens.</summary>
    private async Task ReadAsync()
    {
        var revision = _store.CurrentRevision;
        Judge.That(revision == _history.Revision, () => $"readers see revision {revision}, observers {_history.Revision}");
        var key = Key("/k/", _random.Next(12));
        Judge.Same(_history.Now.Find(key), await _store.GetAsync(key), $"{key} at revision {revision}");
        var range = AnyRange();
        var now = await _store.RangeAsync(range);
        Judge.Same(
            _history.At(now.Revision).Items.Where(item => range.Contains(item.Key)), now.Items, $"a range at revision {now.Revision}");
    }

    private async Task ReadPastAsync()
    {
        var revision = _random.NextInt64(Math.Max(1, _store.CompactedRevision), _store.CurrentRevision + 1);
        var range = AnyRange();
        var failed = _disk.Operations.Failed;
        try
        {
            var past = await _store.RangeAsync(range, new RangeOptions { Revision = revision });
            Judge.Same(
                _history.At(revision).Items.Where(item => range.Contains(item.Key)), past.Items,
                $"a range at revision {revision}, read at {past.Revision}");
        }
        catch (CompactedException)
        {
            Judge.That(revision < _history.Compacted.Most, () => $"revision {revision} is refused as compacted");
        }
        catch (Exception refusal) when (refusal is StoreFileException or StoreUnavailableException or CommitOutcomeUnknownException)
        {
            NoteRefusal(refusal, failed);
        }
    }

    private async Task WatchAsync()
    {
        var range = AnyRange();
        var next = _random.NextInt64(_store.CompactedRevision + 1, _store.CurrentRevision + 2);
        while (!_hasEnded)
        {
            var failed = _disk.Operations.Failed;
            try
            {
                await using var watch = await _store.WatchAsync(range, next);
                await foreach (var batch in watch.ReadAllAsync())
                {
                    Judge.Same(_history.Changes(next, batch.Revision, range), batch.Events, $"a watch from revision {next} to {batch.Revision}");
                    next = batch.Revision + 1;
                    if (_random.Next(4) == 0) await DelayAsync(_random.Next(400));
                    if (_random.Next(8) == 0) break;
                }
            }
            catch (SlowWatcherException slow)
            {
                Judge.That(slow.NextRevision == next, () => $"a watch is cut off at {slow.NextRevision} instead of {next}");
            }
            catch (CompactedException)
            {
                Judge.That(next <= _history.Compacted.Most, () => $"a watch from {next} is refused as compacted");
                next = _store.CurrentRevision + 1;
            }
            catch (Exception refusal) when (refusal is StoreFileException or StoreUnavailableException or CommitOutcomeUnknownException)
            {
                if (_hasEnded) return;
                NoteRefusal(refusal, failed);
                await DelayAsync(200);
            }
        }
    }

    private void NoteRefusal(Exception refusal, long failedBefore)
    {
        _tally.HistoryReadsRefused++;
        Judge.That(
            refusal is StoreUnavailableException || _isDamaged || _disk.Operations.Failed > failedBefore,
            () => $"the history is refused without cause: {refusal}");
    }

    private KeyRange AnyRange() => _random.Next(4) switch
    {
        0 => KeyRange.All,
        1 => KeyRange.Single(Key("/k/", _random.Next(12))),
        2 => KeyRange.Prefix("/d/"),
        _ => KeyRange.Prefix($"/k/{_random.Next(2)}"),
    };
}
