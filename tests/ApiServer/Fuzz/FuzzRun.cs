using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Asks one server many requests of a seed, and keeps what went wrong.</summary>
internal sealed class FuzzRun : IAsyncDisposable
{
    private const int Connections = 4;
    private const int MaxFailures = 20;

    // Nothing here takes long; but the machine may be doing other things.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<int, int> _codes = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _failed = new(StringComparer.Ordinal);
    private readonly FailureLog _log;
    private readonly TestApiServer _server;
    private readonly int _seed;
    private (TimeSpan Took, int Index) _slowest;

    private FuzzRun(int seed, FailureLog log, TestApiServer server) => (_seed, _log, _server) = (seed, log, server);

    /// <summary>What went wrong, for people; empty when nothing did.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public static async Task<FuzzRun> StartAsync(int seed)
    {
        FailureLog log = new();
        FuzzRun run = new(seed, log, await TestApiServer.StartAsync(o => o with { Loggers = log }));
        await run._server.CreateNamespaceAsync(RequestMaker.Namespace);
        return run;
    }

    /// <summary>The request of that number, the same whenever it is made.</summary>
    public FuzzRequest Make(int index)
    {
        var chance = Chance.Of(_seed, index);
        var request = new RequestMaker(chance).Make();
        new Mutations(chance).Apply(request);
        Guard.Apply(request);
        return request;
    }

    /// <summary>Asks the requests from one number up to another, on several connections at once.</summary>
    public async Task AskAsync(int from, int to)
    {
        var next = from - 1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(WorkAsync)));
        while (_log.Entries.TryDequeue(out var entry)) Fail(entry.Split('\n')[0], entry);

        async Task WorkAsync()
        {
            RawConnection? connection = null;
            while (Interlocked.Increment(ref next) is var index && index < to && _failures.Count < MaxFailures)
            {
                if (connection is { IsOpen: false })
                {
                    await connection.DisposeAsync();
                    connection = null;
                }

                connection = await AskOneAsync(connection, index);
            }

            if (connection is not null) await connection.DisposeAsync();
        }
    }

    private async Task<RawConnection> AskOneAsync(RawConnection? connection, int index)
    {
        var request = Make(index);
        using CancellationTokenSource patience = new(Patience);
        connection ??= await RawConnection.OpenAsync(_server.Server.EndPoints[0], patience.Token);
        var started = Stopwatch.GetTimestamp();
        RawAnswer? answer = null;
        string? verdict;
        try
        {
            answer = await connection.SendAsync(request, patience.Token);
            verdict = Judge.Verdict(request, answer);
        }
        catch (OperationCanceledException)
        {
            verdict = "no answer in time";
        }

        var took = Stopwatch.GetElapsedTime(started);
        lock (_failed)
        {
            if (took > _slowest.Took) _slowest = (took, index);
        }

        _codes.AddOrUpdate(answer?.Code ?? 0, 1, static (_, n) => n + 1);
        if (verdict is not null) Fail(verdict, $"{verdict}: request {index} of seed {_seed} (KYBERNET_FUZZ={_seed}:{index})\n{request}\n→ {answer?.ToString() ?? "nothing"}");
        return connection;
    }

    // One of a sort is enough to begin with; the others are only counted.
    private void Fail(string sort, string text)
    {
        if (_failed.AddOrUpdate(sort, 1, static (_, n) => n + 1) <= 3) _failures.Enqueue(text);
    }

    /// <summary>Deletes what the requests have made and forgets its history, so that what is left is the server's own; in bytes.</summary>
    public async Task<long> RestAsync()
    {
        foreach (var resource in ApiCatalog.Resources.Where(static r => r.Verbs.Contains("list") && r.Verbs.Contains("delete")))
        {
            var root = resource.Gvr.Group.Length == 0 ? $"/api/{resource.Gvr.Version}" : $"/apis/{resource.Gvr.Group}/{resource.Gvr.Version}";
            var list = await _server.SendAsync("GET", $"{root}/{resource.Name}");
            if (list.Code != 200 || list.Json["items"].ArrayOrNull is not { } items) continue;
            foreach (var item in items.ToList())
            {
                var metadata = item.AsObject()["metadata"].AsObject();
                var ns = metadata["namespace"].StringOrNull;
                if (resource.Namespaced ? ns != RequestMaker.Namespace : IsOurs(metadata["name"].AsString())) continue;
                var path = $"{root}/{(ns is null ? "" : $"namespaces/{ns}/")}{resource.Name}/{metadata["name"].AsString()}";
                if (metadata.Contains("finalizers"))
                    await _server.SendAsync("PATCH", path, """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
                await _server.SendAsync("DELETE", path + "?gracePeriodSeconds=0");
            }
        }

        if (_server.Store.CurrentRevision > _server.Store.CompactedRevision) await _server.Store.CompactAsync(_server.Store.CurrentRevision, physical: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // What a fresh control plane contains.
    private static bool IsOurs(string name) =>
        name is RequestMaker.Namespace or "default" or "kubernetes" or "cluster-admin" or "admin" or "edit" or "view" or "exempt" or "catch-all"
        || name.StartsWith("system", StringComparison.Ordinal) || name.StartsWith("kube-", StringComparison.Ordinal) || name.StartsWith("v", StringComparison.Ordinal);

    /// <summary>How it went, in a few lines.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        text.AppendJoin(", ", _codes.OrderBy(static c => c.Key).Select(static c => $"{(c.Key == 0 ? "none" : c.Key)}: {c.Value}"));
        text.Append($"; slowest {_slowest.Took.TotalMilliseconds:F0} ms (request {_slowest.Index})");
        foreach (var (sort, count) in _failed) text.Append($"\n{count} × {sort}");
        return text.ToString();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
