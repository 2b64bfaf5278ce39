namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task A_transaction_is_one_revision()
    {
        var result = await Store.CommitAsync(new Transaction
        {
            Compares = [Compare.Absent(Key("/a"))],
            Success = [new Operation.Put(Key("/a"), Value("1")), new Operation.Put(Key("/b"), Value("2"))],
        });

        Assert.True(result.Succeeded);
        Assert.Equal(2, result.Revision);
        Assert.Equal([2, 2], (await Store.RangeAsync(KeyRange.All)).Items.Select(item => item.ModRevision));
    }

    [ContractFact]
    public async Task When_a_comparison_fails_the_other_list_is_carried_out()
    {
        await PutAsync("/a", "1");

        var result = await Store.CommitAsync(new Transaction
        {
            Compares = [Compare.Absent(Key("/b")), Compare.Absent(Key("/a"))],
            Success = [new Operation.Put(Key("/b"), Value("x"))],
            Failure = [new Operation.Get(Key("/a"))],
        });

        Assert.False(result.Succeeded);
        Assert.Equal("1", Text(Assert.IsType<OperationResult.Get>(Assert.Single(result.Responses)).KeyValue));
        Assert.Equal((2L, 2L), (result.Revision, Store.CurrentRevision));
    }

    [ContractFact]
    public async Task Later_operations_see_what_earlier_ones_did()
    {
        await PutAsync("/a/1", "1");
        await PutAsync("/a/2", "2");

        var result = await Store.CommitAsync(new Transaction
        {
            Success =
            [
                new Operation.Delete(KeyRange.Prefix("/a/")),
                new Operation.Put(Key("/b"), Value("3")),
                new Operation.Read(KeyRange.Prefix("/")),
            ],
        });

        Assert.Equal(["/a/1", "/a/2"], ((OperationResult.Delete)result.Responses[0]).Previous.Select(item => item.Key.ToString()));
        Assert.Equal(["/b"], ((OperationResult.Read)result.Responses[2]).Result.Items.Select(item => item.Key.ToString()));
        Assert.Equal("/b=3", await ShowAsync("/"));
    }

    [ContractTheory]
    [InlineData(CompareTarget.Version, CompareOperator.Equal, 2, true)]
    [InlineData(CompareTarget.Version, CompareOperator.Greater, 1, true)]
    [InlineData(CompareTarget.CreateRevision, CompareOperator.Less, 2, false)]
    [InlineData(CompareTarget.CreateRevision, CompareOperator.Equal, 2, true)]
    [InlineData(CompareTarget.ModRevision, CompareOperator.NotEqual, 3, false)]
    [InlineData(CompareTarget.ModRevision, CompareOperator.Greater, 2, true)]
    [InlineData(CompareTarget.Lease, CompareOperator.Equal, 0, true)]
    public async Task Numbers_are_compared(CompareTarget target, CompareOperator comparison, long number, bool holds)
    {
        await PutAsync("/a", "1");
        await PutAsync("/a", "2");

        var result = await Store.CommitAsync(new Transaction { Compares = [Compare.Of(Key("/a"), target, comparison, number)] });

        Assert.Equal(holds, result.Succeeded);
    }

    [ContractTheory]
    [InlineData("/a", CompareOperator.Equal, "m", true)]
    [InlineData("/a", CompareOperator.Greater, "b", true)]
    [InlineData("/a", CompareOperator.Less, "b", false)]
    [InlineData("/missing", CompareOperator.NotEqual, "m", false)]
    public async Task Values_are_compared_and_a_missing_key_never_matches(string key, CompareOperator comparison, string value, bool holds)
    {
        await PutAsync("/a", "m");

        var result = await Store.CommitAsync(new Transaction { Compares = [Compare.OfValue(Key(key), comparison, Value(value))] });

        Assert.Equal(holds, result.Succeeded);
    }

    [ContractFact]
    public async Task A_key_written_twice_is_refused()
    {
        Operation put = new Operation.Put(Key("/a"), Value("1"));

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(new Transaction { Success = [put, put] }));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.CommitAsync(new Transaction { Failure = [put, new Operation.Delete(KeyRange.Prefix("/"))] }));
        Assert.Equal(1, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task A_put_with_an_unknown_lease_undoes_the_whole_transaction()
    {
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.CommitAsync(new Transaction
        {
            Success = [new Operation.Put(Key("/a"), Value("1")), new Operation.Put(Key("/b"), Value("1"), LeaseId: 99)],
        }));

        Assert.Equal("", await ShowAsync("/"));
        Assert.Equal(1, Store.CurrentRevision);
    }
}
