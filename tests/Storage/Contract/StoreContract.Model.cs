namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    /// <summary>A random history beside a naive model that keeps a copy of every state.</summary>
    [ContractTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_random_history_agrees_with_the_model(int seed)
    {
        var random = new Random(seed);
        var states = new List<SortedDictionary<StoreKey, string>> { new(), new() };
        for (var step = 0; step < 250; step++)
        {
            var next = new SortedDictionary<StoreKey, string>(states[^1]);
            if (await StepAsync(random, next, $"{step}")) states.Add(next);
            Assert.Equal(states.Count - 1, Store.CurrentRevision);
        }

        for (var i = 0; i < 150; i++) await CompareRangeAsync(random, states);
        await ReplayAsync(random.Next(2, states.Count - 1), states);
    }

    /// <summary>Does something to the store and to the model. Returns whether it made a revision.</summary>
    private async Task<bool> StepAsync(Random random, SortedDictionary<StoreKey, string> model, string value)
    {
        var key = RandomKey(random);
        switch (random.Next(6))
        {
            case 0 or 1:
                model[key] = value;
                return (await Store.PutAsync(key, Value(value))).Succeeded;
            case 2:
                var created = await Store.PutAsync(key, Value(value), expectedModRevision: 0);
                Assert.Equal(model.TryAdd(key, value), created.Succeeded);
                return created.Succeeded;
            case 3:
                var deleted = await Store.DeleteAsync(key);
                Assert.Equal(model.Remove(key, out var was) ? was : null, deleted.Previous is null ? null : Text(deleted.Previous));
                return was is not null;
            case 4:
                var range = RandomRange(random);
                var result = await Store.CommitAsync(new Transaction { Success = [new Operation.Delete(range)] });
                var doomed = model.Keys.Where(range.Contains).ToList();
                Assert.Equal(doomed, ((OperationResult.Delete)result.Responses[0]).Previous.Select(item => item.Key));
                foreach (var gone in doomed) model.Remove(gone);
                return doomed.Count > 0;
            default:
                var keys = Enumerable.Range(0, 3).Select(_ => RandomKey(random)).Distinct().ToList();
                foreach (var one in keys) model[one] = value;
                await Store.CommitAsync(new Transaction { Success = [.. keys.Select(one => new Operation.Put(one, Value(value)))] });
                return true;
        }
    }

    private async Task CompareRangeAsync(Random random, List<SortedDictionary<StoreKey, string>> states)
    {
        var revision = random.Next(1, states.Count);
        var range = RandomRange(random);
        var limit = random.Next(6);
        var wanted = states[revision].Where(pair => range.Contains(pair.Key)).ToList();

        var found = await Store.RangeAsync(range, new RangeOptions { Revision = revision, Limit = limit });

        var page = limit == 0 ? wanted : wanted.Take(limit);
        Assert.Equal(page.Select(pair => $"{pair.Key}={pair.Value}"), found.Items.Select(item => $"{item.Key}={Text(item)}"));
        Assert.Equal((wanted.Count, limit > 0 && wanted.Count > limit), ((int)found.Count, found.More));
    }

    /// <summary>A state and the watch from the next revision on give the last state.</summary>
    private async Task ReplayAsync(int revision, List<SortedDictionary<StoreKey, string>> states)
    {
        var replayed = new SortedDictionary<StoreKey, string>(states[revision]);
        await using var watch = await Store.WatchAsync(KeyRange.All, revision + 1);
        await foreach (var batch in watch.ReadAllAsync(Patience))
        {
            foreach (var change in batch.Events)
            {
                if (change.Kind == StoreEventKind.Put) replayed[change.Key] = Text(change.KeyValue);
                else replayed.Remove(change.Key);
            }
            Assert.Equal(states[(int)batch.Revision], replayed);
            if (batch.Revision == Store.CurrentRevision) break;
        }
    }

    private static StoreKey RandomKey(Random random) => Key($"/{(char)('a' + random.Next(3))}/{random.Next(8)}");

    private static KeyRange RandomRange(Random random) => random.Next(4) switch
    {
        0 => KeyRange.Single(RandomKey(random)),
        1 => KeyRange.From(Key($"/c/{random.Next(8)}")),
        2 => KeyRange.Prefix($"/{(char)('a' + random.Next(3))}/"),
        _ => new KeyRange(RandomKey(random), RandomKey(random)) is var range && range.Start < range.End ? range : KeyRange.Prefix("/b/1"),
    };
}
