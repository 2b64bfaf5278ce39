namespace Kybernet.Storage.Tests.Faults;

/// <summary>What clients do. Each answer is held to what the store has shown by then.</summary>
internal sealed partial class StoreLife
{
    private async Task UseAsync()
    {
        while (!_hasEnded)
        {
            await DelayAsync(_random.Next(100));
            if (_hasEnded) return;
            CompareCompacted();
            var key = Key("/k/", _random.Next(12));
            switch (_random.Next(20))
            {
                case < 6:
                    await PutAsync(key, condition: null);
                    break;
                case 6 or 7:
                    await PutAsync(key, GuessRevision(key));
                    break;
                case 8:
                    await DeleteAsync(key, _random.Next(2) == 0 ? GuessRevision(key) : null);
                    break;
                case 9 or 10:
                    await CommitAsync(key);
                    break;
                case 11:
                    await GrantAsync();
                    break;
                case 12 or 13:
                    if (_leases.Count > 0) await UseLeaseAsync(_leases.Any(_random));
                    break;
                case 14:
                    if (_random.Next(4) == 0) await CompactAsync();
                    break;
                case < 18:
                    await ReadAsync();
                    break;
                default:
                    await ReadPastAsync();
                    break;
            }
        }
    }

    private async Task<Outcome> PutAsync(StoreKey key, long? condition, long lease = 0)
    {
        var attempt = _history.Try(number => new Attempt(number) { Condition = condition is { } wanted ? (key, wanted) : null });
        var value = attempt.Puts[key] = NewValue(attempt);
        await AskAsync(attempt, async () => Note(attempt, key, await _store.PutAsync(key, value, condition, lease)));
        return attempt.Outcome;
    }

    private async Task DeleteAsync(StoreKey key, long? condition)
    {
        var attempt = _history.Try(number => new Attempt(number)
        {
            Deletes = KeyRange.Single(key), Condition = condition is { } wanted ? (key, wanted) : null,
        });
        await AskAsync(attempt, async () => Note(attempt, key, await _store.DeleteAsync(key, condition)));
    }

    /// <summary>Several keys at once, and some of others deleted.</summary>
    private async Task CommitAsync(StoreKey key)
    {
        var condition = _random.Next(2) == 0 ? GuessRevision(key) : (long?)null;
        var doomed = KeyRange.Prefix($"/d/{_random.Next(2)}");
        var attempt = _history.Try(number => new Attempt(number)
        {
            Condition = condition is { } wanted ? (key, wanted) : null, Deletes = doomed,
        });
        attempt.Puts[key] = NewValue(attempt);
        for (var i = _random.Next(4); i >= 0; i--)
        {
            var other = _random.Next(2) == 0 ? Key("/k/", _random.Next(12)) : Key("/d/2", _random.Next(12));
            attempt.Puts[other] = NewValue(attempt);
        }
        for (var i = _random.Next(3); i > 0; i--) await PutAsync(Key("/d/", _random.Next(20)), condition: null);
        Transaction transaction = new()
        {
            Compares = condition is { } revision ? [Compare.Unchanged(key, revision)] : [],
            Success = [.. attempt.Puts.Select(static put => new Operation.Put(put.Key, put.Value)), new Operation.Delete(doomed)],
        };
        await AskAsync(attempt, async () =>
        {
            var result = await _store.CommitAsync(transaction);
            if (!result.Succeeded)
            {
                attempt.Outcome = Outcome.Refused;
                Judge.That(
                    attempt.Condition is { } known && (_history.At(result.Revision).Find(key)?.ModRevision ?? 0) != known.Revision,
                    () => $"{attempt} was refused though its condition holds at revision {result.Revision}");
                return;
            }
            (attempt.Outcome, attempt.Revision) = (Outcome.Done, result.Revision);
            Judge.Same(
                _history.At(result.Revision - 1).Items.Where(item => doomed.Contains(item.Key)),
                ((OperationResult.Delete)result.Responses[^1]).Previous, $"what {attempt} deleted");
        });
    }

    private async Task GrantAsync()
    {
        var id = 1 + _random.NextInt64(long.MaxValue - 1);
        var ttl = _random.Next(3) == 0 ? 1 + _random.Next(3) : LeaseBook.Forever;
        _leases.TryToGrant(id, ttl);
        // Time may end it.
        _history.Try(number => new Attempt(number) { EndsLease = id, IsExpiry = true, Outcome = Outcome.Unknown });
        await AskAsync(null, async () =>
        {
            Judge.That((await _store.Leases.GrantAsync(ttl, id)).Id == id, () => "another lease than was asked for");
            _leases.Granted(id);
        });
    }

    private async Task UseLeaseAsync(long id)
    {
        var mustExist = _leases.MustExist(id);
        try
        {
            switch (_random.Next(8))
            {
                case 0:
                    _leases.TryToEnd(id);
                    // When it has no keys it makes no revision: which one it made is for the history to say.
                    var attempt = _history.Try(number => new Attempt(number) { EndsLease = id, Outcome = Outcome.Unknown });
                    await AskAsync(null, async () =>
                    {
                        await _store.Leases.RevokeAsync(id);
                        _leases.Ended(id);
                        Judge.That(!_history.Now.Items.Any(item => item.LeaseId == id), () => $"{attempt} left keys of lease {id:x}");
                    });
                    break;
                case 1:
                    await AskAsync(null, async () => await _store.Leases.KeepAliveAsync(id));
                    break;
                case 2:
                    await AskAsync(null, async () =>
                    {
                        var status = await _store.Leases.TimeToLiveAsync(id);
                        Judge.That(status.Lease.TtlSeconds == _leases.Ttl(id), () => $"lease {id:x} has another time to live: {status}");
                    });
                    break;
                case 3:
                    await AskAsync(null, async () => _leases.Compare(await _store.Leases.ListAsync()));
                    break;
                default:
                    await PutAsync(Key("/l/", _random.Next(8)), condition: null, lease: id);
                    break;
            }
        }
        catch (LeaseNotFoundException)
        {
            Judge.That(!mustExist || !_leases.MustExist(id), () => $"lease {id:x} is gone");
        }
    }

    private async Task CompactAsync()
    {
        var revision = _store.CurrentRevision - _random.Next(30);
        if (revision <= _history.Compacted.Most) return;
        _history.TryCompaction(revision);
        await AskAsync(null, async () =>
        {
            await _store.CompactAsync(revision, physical: _random.Next(2) == 0);
            _history.AcknowledgeCompaction(revision);
        });
    }

    private void Note(Attempt attempt, StoreKey key, WriteResult result)
    {
        Judge.Same(_history.At(result.Revision).Find(key), result.Current, $"the answer to {attempt}");
        var didNothing = !result.Succeeded || (result.Current is null && result.Previous is null);
        if (didNothing)
        {
            attempt.Outcome = Outcome.Refused;
            return;
        }
        (attempt.Outcome, attempt.Revision) = (Outcome.Done, result.Revision);
        Judge.Same(_history.At(result.Revision - 1).Find(key), result.Previous, $"the answer to {attempt}, before");
    }

    /// <summary>Asks, and notes what a failure says of the outcome. The store may say that it does not know only after a failure.</summary>
    private async Task AskAsync(Attempt? attempt, Func<Task> ask)
    {
        attempt ??= new Attempt(-1);
        var failed = _disk.Operations.Failed;
        try
        {
            await ask();
        }
        catch (CommitOutcomeUnknownException unknown)
        {
            attempt.Outcome = Outcome.Unknown;
            Judge.That(_disk.Operations.Failed > failed || _isDamaged, () => $"of unknown outcome without cause: {unknown}");
        }
        catch (StoreUnavailableException refusal)
        {
            _refusal = refusal;
            attempt.Outcome = Outcome.Refused;
        }
        catch (LeaseNotFoundException)
        {
            attempt.Outcome = Outcome.Refused;
            throw;
        }
        catch (CompactedException) when (attempt.Number < 0)
        {
            // Somebody has compacted more meanwhile.
        }
    }

    private byte[] NewValue(Attempt attempt) => Value.Of(attempt.Number, _random.Next(6) == 0 ? _random.Next(_largest) : _random.Next(300));

    private long GuessRevision(StoreKey key) =>
        _random.Next(4) == 0 ? _random.Next(20) : _history.Now.Find(key)?.ModRevision ?? 0;
}
