using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>
/// What goes wrong between the components and the API, by chance from a seed: requests are refused, late, or their answers lost;
/// watches lag and end; a caller is cut off altogether. The administrator, who is the test, is spared.
/// </summary>
internal sealed class Disturbances(ExecutionEnvironment environment, int seed)
{
    private readonly RandomSource _chance = new(seed);
    private readonly HashSet<string> _cutOff = new(StringComparer.Ordinal);
    private readonly HashSet<OpenWatch> _watches = [];
    private long _lastWatch;

    /// <summary>Whether anything goes wrong by chance.</summary>
    public bool Active { get; set; }

    /// <summary>How much went wrong: a run in which nothing did has tested nothing.</summary>
    public int Count { get; private set; }

    /// <summary>How late requests, answers and changes come at most.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    public ExecutionEnvironment Environment => environment;

    /// <summary>Takes its place before the API.</summary>
    public IKubeTransport Between(UserInfo user, IKubeTransport api) =>
        user.Name == "kubernetes-admin" ? api : new DisturbedTransport(this, user.Name, api);

    /// <summary>From now on a caller reaches nothing, and what it watches is broken off.</summary>
    public void CutOff(string user)
    {
        _cutOff.Add(user);
        BreakWatches(w => w.User == user);
    }

    /// <summary>The caller reaches the API again.</summary>
    public void Reconnect(string user) => _cutOff.Remove(user);

    /// <summary>Everything is well from now on.</summary>
    public void End()
    {
        Active = false;
        _cutOff.Clear();
    }

    /// <summary>Breaks off what everybody watches.</summary>
    public void BreakWatches() => BreakWatches(static _ => true);

    public bool IsCutOff(string user) => _cutOff.Contains(user);

    public bool Happens(double probability)
    {
        if (!Active || _chance.NextDouble() >= probability) return false;
        Count++;
        return true;
    }

    public TimeSpan Delay() => MaxDelay * _chance.NextDouble();

    public TimeSpan WatchLife() => TimeSpan.FromSeconds(5 + 300 * _chance.NextDouble());

    public int Choose(int exclusiveMax) => _chance.Next(exclusiveMax);

    public OpenWatch Open(string user)
    {
        OpenWatch watch = new(this, user);
        _watches.Add(watch);
        return watch;
    }

    private void BreakWatches(Predicate<OpenWatch> which)
    {
        Count++;
        // In their order: a set of objects has none that is the same in every run.
        foreach (var watch in _watches.Where(w => which(w)).OrderBy(static w => w.Number).ToList()) watch.Break();
    }

    /// <summary>A watch that can be broken off.</summary>
    internal sealed class OpenWatch : IDisposable
    {
        private readonly Disturbances _disturbances;
        private readonly CancellationTokenSource _broken;

        public OpenWatch(Disturbances disturbances, string user)
        {
            (_disturbances, User, Number) = (disturbances, user, ++disturbances._lastWatch);
            _broken = disturbances.Active
                ? new CancellationTokenSource(disturbances.WatchLife(), disturbances.Environment.Time)
                : new CancellationTokenSource();
        }

        public string User { get; }

        public long Number { get; }

        public CancellationToken Broken => _broken.Token;

        // Not CancelAsync, which would leave the simulation.
        public void Break() => _broken.Cancel();

        public void Dispose()
        {
            _disturbances._watches.Remove(this);
            _broken.Dispose();
        }
    }
}
