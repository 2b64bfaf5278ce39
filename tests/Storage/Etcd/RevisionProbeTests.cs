using Kybernet.Storage.Etcd;

namespace Kybernet.Storage.Tests.Etcd;

public sealed class RevisionProbeTests : IDisposable
{
    private readonly List<TaskCompletionSource<long>> _questions = [];
    private readonly SemaphoreSlim _asked = new(0);
    private readonly RevisionProbe _probe;

    public RevisionProbeTests() => _probe = new RevisionProbe(() =>
    {
        lock (_questions)
        {
            _questions.Add(new TaskCompletionSource<long>());
            _asked.Release();
            return _questions[^1].Task;
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _asked.Dispose();

    [Fact]
    public async Task Who_comes_while_a_question_is_on_its_way_shares_the_next()
    {
        var first = _probe.AskAsync(default);
        var later = Enumerable.Range(0, 10).Select(_ => _probe.AskAsync(default)).ToList();
        Assert.Single(_questions);

        (await QuestionAsync(0)).SetResult(7);

        Assert.Equal(7, await first);
        var next = await QuestionAsync(1);
        Assert.DoesNotContain(later, answer => answer.IsCompleted);
        next.SetResult(9);
        foreach (var answer in later) Assert.Equal(9, await answer);
        Assert.Equal(2, _questions.Count);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_waited_and_to_no_others()
    {
        var first = _probe.AskAsync(default);
        var second = _probe.AskAsync(default);

        (await QuestionAsync(0)).SetException(new StoreUnavailableException("gone"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        (await QuestionAsync(1)).SetResult(3);
        Assert.Equal(3, await second);
    }

    [Fact]
    public async Task Who_gives_up_takes_nobody_along()
    {
        using var cancellation = new CancellationTokenSource();
        var first = _probe.AskAsync(cancellation.Token);
        var second = _probe.AskAsync(default);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        (await QuestionAsync(0)).SetResult(1);
        (await QuestionAsync(1)).SetResult(2);

        Assert.Equal(2, await second);
    }

    // The question of this number, once it has been asked: the probe goes on in its own time.
    private async Task<TaskCompletionSource<long>> QuestionAsync(int number)
    {
        while (true)
        {
            lock (_questions)
            {
                if (_questions.Count > number) return _questions[number];
            }

            await _asked.WaitAsync();
        }
    }
}
