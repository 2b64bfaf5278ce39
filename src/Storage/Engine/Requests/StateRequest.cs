using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

/// <summary>The rarer requests, each one line on the state: leases, and reads that must happen on the writer's thread.</summary>
internal sealed class StateRequest<TResult>(Func<MvccState, TimeSpan, TResult> run) : Request<TResult>
{
    protected override TResult Run(MvccState state, TimeSpan now) => run(state, now);
}
