using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>What becomes of what was set aside for a write.</summary>
public sealed class ReservationTests
{
    [Theory]
    [InlineData("commit", null, true, false)]
    [InlineData("rollback", null, false, false)]
    [InlineData("rollback", null, true, true)]
    [InlineData("rollback", 422, true, false)]
    [InlineData("rollback", 500, true, false)]
    // The object may be stored: what it has must not go to another.
    [InlineData("", 504, true, false)]
    public async Task It_is_kept_when_the_object_is_there_or_may_be(string expected, int? failure, bool writes, bool dryRun)
    {
        Recorded held = new();
        var reservation = await Reservation.BeginAsync(new Hook(held), new Service(), null, dryRun, default);
        var write = reservation.RunAsync<object>(
            () => failure is { } code ? throw ApiErrors.Plain(code, "no") : new ValueTask<object>(writes ? held : null!), default);
        if (failure is null) await write;
        else await Assert.ThrowsAsync<KubeApiException>(async () => await write);
        Assert.Equal(expected, held.Ended);
    }

    private sealed class Hook(IWriteReservation held) : IWriteHook
    {
        public ValueTask<IWriteReservation?> BeginAsync(KubeObject obj, KubeObject? old, bool dryRun, CancellationToken cancellation) => new(held);

        public ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation) => ValueTask.CompletedTask;
    }

    private sealed class Recorded : IWriteReservation
    {
        public string Ended { get; private set; } = "";

        public ValueTask CommitAsync(CancellationToken cancellation) => End("commit");

        public ValueTask RollbackAsync(CancellationToken cancellation) => End("rollback");

        private ValueTask End(string how)
        {
            Ended += how;
            return ValueTask.CompletedTask;
        }
    }
}
