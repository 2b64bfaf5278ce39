namespace Kybernet.Base.Tests;

public sealed class SlotsTests
{
    [Fact]
    public async Task So_many_are_let_in_and_the_others_in_their_order()
    {
        Slots slots = new(2);
        await slots.WaitAsync(CancellationToken.None);
        await slots.WaitAsync(CancellationToken.None);
        var third = slots.WaitAsync(CancellationToken.None);
        var fourth = slots.WaitAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        slots.Release();
        await third;
        Assert.False(fourth.IsCompleted);
        slots.Release();
        await fourth;
    }

    [Fact]
    public async Task Who_gives_up_takes_no_slot()
    {
        Slots slots = new(1);
        await slots.WaitAsync(CancellationToken.None);
        using CancellationTokenSource stop = new();
        var waiting = slots.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        slots.Release();
        await slots.WaitAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slots.WaitAsync(stop.Token));
    }

    [Fact]
    public void Waiting_and_giving_up_stay_on_the_thread_of_a_simulation()
    {
        Simulation simulation = new();
        simulation.Run(async () =>
        {
            Slots slots = new(1);
            using CancellationTokenSource stop = new(TimeSpan.FromSeconds(5), simulation.Environment.Time);
            await slots.WaitAsync(stop.Token);
            var second = slots.WaitAsync(stop.Token);
            var third = slots.WaitAsync(stop.Token);
            slots.Release();
            await second;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        });
    }
}
