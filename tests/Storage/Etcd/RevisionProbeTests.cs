using Kybernet.Storage.Etcd;

namespace Kybernet.Storage.Tests.Etcd;

public sealed class RevisionProbeTests
{
    private readonly List<TaskCompletionSource<long>> _questions = [];
    private readonly RevisionProbe _probe;

    public RevisionProbeTests() => _probe = new RevisionProbe(() =>
    {
        lock (_questions)
        {
            _questions.Add(new TaskCompletionSource<long>());
            return _questions[^1].Task;
        }
    });

    [Fact]
    public async Task Who_comes_while_a_question_is_on_its_way_shares_the_next()
    {
        var first = _probe.AskAsync(default);
        var later = Enumerable.Range(0, 10).Select(_ => _probe.AskAsync(default)).ToList();
        Assert.Single(_questions);

        _questions[0].SetResult(7);

        Assert.Equal(7, await first);
        Assert.Equal(2, _questions.Count);
        Assert.DoesNotContain(later, answer => answer.IsCompleted);
        _questions[1].SetResult(9);
        foreach (var answer in later) Assert.Equal(9, await answer);
        Assert.Equal(2, _questions.Count);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_waited_and_to_no_others()
    {
        var first = _probe.AskAsync(default);
        var second = _probe.AskAsync(default);

        _questions[0].SetException(new StoreUnavailableException("gone"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        _questions[1].SetResult(3);
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

        _questions[0].SetResult(1);
        _questions[1].SetResult(2);

        Assert.Equal(2, await second);
    }
}
