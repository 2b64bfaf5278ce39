using Kybernet.Base;
using Kybernet.Storage.Engine.Requests;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

internal sealed class EmbeddedLeases(IExecutor executor, RandomSource random) : ILeases
{
    public ValueTask<Lease> GrantAsync(long ttlSeconds, long leaseId = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttlSeconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ttlSeconds, ILeases.LongestTtlSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(leaseId);
        return SubmitAsync(
            (state, now) => state.GrantLease(new Lease(leaseId == 0 ? ChooseId(state) : leaseId, ttlSeconds), now), cancellation);
    }

    public ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellation = default) =>
        SubmitAsync((state, now) => state.Leases.KeepAlive(leaseId, now), cancellation);

    public ValueTask<long> RevokeAsync(long leaseId, CancellationToken cancellation = default) =>
        SubmitAsync((state, _) => state.RevokeLease(leaseId), cancellation);

    public ValueTask<LeaseStatus> TimeToLiveAsync(long leaseId, CancellationToken cancellation = default) =>
        SubmitAsync((state, now) => state.Leases.Status(leaseId, now), cancellation);

    public ValueTask<IReadOnlyList<long>> ListAsync(CancellationToken cancellation = default) =>
        SubmitAsync<IReadOnlyList<long>>((state, _) => [.. state.Leases.Ids], cancellation);

    private ValueTask<TResult> SubmitAsync<TResult>(Func<MvccState, TimeSpan, TResult> run, CancellationToken cancellation) =>
        executor.SubmitAsync(new StateRequest<TResult>(run), cancellation);

    private long ChooseId(MvccState state)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        while (true)
        {
            random.NextBytes(bytes);
            var id = BitConverter.ToInt64(bytes) & long.MaxValue;
            if (id != 0 && !state.Leases.Contains(id)) return id;
        }
    }
}
