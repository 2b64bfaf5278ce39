using System.Diagnostics;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Clients that each have one request under way, and send the next when the answer is there.</summary>
internal static class ClosedLoop
{
    /// <summary>What they saw.</summary>
    /// <param name="PerSecond">Answers a second.</param>
    /// <param name="BytesPerSecond">Their bodies.</param>
    /// <param name="Milliseconds">How long each took.</param>
    /// <param name="AllocatedEach">How many bytes the server allocated for each; null where it does not tell.</param>
    public sealed record Result(double PerSecond, double BytesPerSecond, Spread Milliseconds, double? AllocatedEach)
    {
        /// <summary>The figure of <see cref="AllocatedEach"/>, where there is one.</summary>
        public IEnumerable<Figure> Allocated(string name) =>
            AllocatedEach is { } each ? [new Figure($"{name}: allocated by the server", each, "B")] : [];
    }

    /// <summary>Sends the request of a client's turn. The path only shows in failures.</summary>
    public delegate ValueTask<int> Turn<in T>(Http2Connection connection, T call, long turn) where T : Call;

    /// <summary>Runs the clients for the arena's warm-up and duration.</summary>
    /// <param name="arena">Where.</param>
    /// <param name="clients">How many.</param>
    /// <param name="template">What sort of requests.</param>
    /// <param name="path">Their path, told in failures.</param>
    /// <param name="turns">Makes what a client does each turn, of its number.</param>
    public static Task<Result> RunAsync(Arena arena, int clients, RequestTemplate template, string path, Func<int, Turn<Call>> turns) =>
        RunAsync<Call>(arena, clients, template, path, turns);

    /// <summary>The same with calls that know more of their answers.</summary>
    /// <inheritdoc cref="RunAsync(Arena, int, RequestTemplate, string, Func{int, Turn{Call}})"/>
    public static async Task<Result> RunAsync<T>(Arena arena, int clients, RequestTemplate template, string path, Func<int, Turn<T>> turns)
        where T : Call, new()
    {
        var allocation = await Allocation.BeginAsync(arena);
        var begin = Stopwatch.GetTimestamp() + (long)(arena.Options.WarmUp.TotalSeconds * Stopwatch.Frequency);
        var end = begin + (long)(arena.Options.Duration.TotalSeconds * Stopwatch.Frequency);
        var bytes = new long[clients];
        var answers = new long[clients];
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(ClientAsync));
        Spread spread = new(all.SelectMany(own => own));
        var seconds = arena.Options.Duration.TotalSeconds;
        var allocated = await allocation.EndAsync(answers.Sum());
        return new Result(spread.Count / seconds, bytes.Sum() / seconds, spread, allocated);

        async Task<List<double>> ClientAsync(int client)
        {
            List<double> own = new(1 << 16);
            T call = new();
            var connection = arena.Connection(client);
            var turn = turns(client);
            for (var i = 0L; ; i++)
            {
                var sent = Stopwatch.GetTimestamp();
                if (sent >= end) return own;
                var status = await turn(connection, call, i);
                Answer.Require(status / 100 == 2, template, path, call);
                answers[client]++;
                var now = Stopwatch.GetTimestamp();
                if (now < begin || now > end) continue;
                own.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
                bytes[client] += call.Bytes;
            }
        }
    }
}
