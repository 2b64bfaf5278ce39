namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task A_nested_transaction_is_part_of_the_one_revision()
    {
        await PutAsync("/registry/a", "1");
        var before = Store.CurrentRevision;

        var result = await Store.CommitAsync(new Transaction
        {
            Success =
            [
                new Operation.Put(Key("/registry/b"), Value("2")),
                new Operation.Nested(new Transaction
                {
                    Compares = [Compare.OfValue(Key("/registry/a"), CompareOperator.Equal, Value("1"))],
                    Success = [new Operation.Put(Key("/registry/c"), Value("3")), new Operation.Get(Key("/registry/b"))],
                    Failure = [new Operation.Delete(Key("/registry/a"))],
                }),
            ],
        });

        Assert.Equal(before + 1, result.Revision);
        var nested = Assert.IsType<OperationResult.Nested>(result.Responses[1]).Result;
        Assert.True(nested.Succeeded);
        Assert.Equal("2", Text(Assert.IsType<OperationResult.Get>(nested.Responses[1]).KeyValue));
        Assert.Equal("/registry/a=1 /registry/b=2 /registry/c=3", await ShowAsync("/registry/"));
        Assert.Equal(before + 1, (await Store.GetAsync(Key("/registry/c")))!.ModRevision);
    }

    [ContractFact]
    public async Task A_nested_comparison_sees_the_state_before_the_whole_transaction()
    {
        var result = await Store.CommitAsync(new Transaction
        {
            Success =
            [
                new Operation.Put(Key("/registry/a"), Value("1")),
                new Operation.Nested(new Transaction
                {
                    Compares = [Compare.Absent(Key("/registry/a"))],
                    Success = [new Operation.Put(Key("/registry/absent"), Value("1"))],
                    Failure = [new Operation.Put(Key("/registry/present"), Value("1"))],
                }),
            ],
        });

        Assert.True(Assert.IsType<OperationResult.Nested>(result.Responses[1]).Result.Succeeded);
        Assert.Equal("/registry/a=1 /registry/absent=1", await ShowAsync("/registry/"));
    }

    [ContractFact]
    public async Task Branches_of_a_nested_transaction_may_write_the_same_key_but_not_what_is_written_beside_them()
    {
        static Operation Branches(string success, string failure) => new Operation.Nested(new Transaction
        {
            Success = [new Operation.Put(Key(success), Value("1"))],
            Failure = [new Operation.Delete(Key(failure))],
        });

        await Store.CommitAsync(new Transaction { Success = [Branches("/registry/a", "/registry/a")] });

        foreach (var (success, failure) in new[] { ("/registry/b", "/registry/x"), ("/registry/x", "/registry/b") })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(new Transaction
            {
                Success = [new Operation.Put(Key("/registry/b"), Value("1")), Branches(success, failure)],
            }));
        }
        Assert.Equal("/registry/a=1", await ShowAsync("/registry/"));
    }

    [ContractFact]
    public async Task A_comparison_of_a_range_holds_when_it_holds_for_every_key()
    {
        await PutAsync("/registry/a/1", "same");
        await PutAsync("/registry/a/2", "same");
        await PutAsync("/registry/b/1", "other");

        async Task<bool> HoldsAsync(Compare compare) => (await Store.CommitAsync(new Transaction { Compares = [compare] })).Succeeded;

        Assert.True(await HoldsAsync(Compare.OfValue(KeyRange.Prefix("/registry/a/"), CompareOperator.Equal, Value("same"))));
        Assert.False(await HoldsAsync(Compare.OfValue(KeyRange.Prefix("/registry/"), CompareOperator.Equal, Value("same"))));
        Assert.True(await HoldsAsync(Compare.Of(KeyRange.Prefix("/registry/"), CompareTarget.Version, CompareOperator.Equal, 1)));
        // Without keys it is as with one key that does not exist.
        Assert.True(await HoldsAsync(Compare.Of(KeyRange.Prefix("/registry/none/"), CompareTarget.Version, CompareOperator.Equal, 0)));
        Assert.False(await HoldsAsync(Compare.OfValue(KeyRange.Prefix("/registry/none/"), CompareOperator.NotEqual, Value("x"))));
    }

    [ContractFact]
    public async Task A_put_can_keep_the_value_or_the_lease()
    {
        var lease = await Store.Leases.GrantAsync(600);
        await Store.PutAsync(Key("/registry/a"), Value("1"), leaseId: lease.Id);

        async Task PutAsync(Operation.Put put) => await Store.CommitAsync(new Transaction { Success = [put] });

        await PutAsync(new Operation.Put(Key("/registry/a"), Value("2")) { KeepLease = true });
        var item = await Store.GetAsync(Key("/registry/a"));
        Assert.Equal(("2", lease.Id, 2), (Text(item), item!.LeaseId, item.Version));

        await PutAsync(new Operation.Put(Key("/registry/a"), default) { KeepValue = true });
        item = await Store.GetAsync(Key("/registry/a"));
        Assert.Equal(("2", 0, 3), (Text(item), item!.LeaseId, item.Version));
        Assert.Empty((await Store.Leases.TimeToLiveAsync(lease.Id)).Keys);
    }

    [ContractFact]
    public async Task A_put_cannot_keep_what_does_not_exist()
    {
        var before = Store.CurrentRevision;

        var refused = await Assert.ThrowsAsync<MissingKeyException>(async () => await Store.CommitAsync(new Transaction
        {
            Success =
            [
                new Operation.Put(Key("/registry/a"), Value("1")),
                new Operation.Put(Key("/registry/b"), default) { KeepValue = true },
            ],
        }));

        Assert.Equal(Key("/registry/b"), refused.Key);
        Assert.Equal("", await ShowAsync("/registry/"));
        Assert.Equal(before, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task A_transaction_reads_the_past()
    {
        var first = await PutAsync("/registry/a", "1");
        await PutAsync("/registry/b", "2");
        await PutAsync("/registry/a", "3");

        async Task<string> ReadAsync(long revision)
        {
            var result = await Store.CommitAsync(new Transaction
            {
                Success =
                [
                    new Operation.Put(Key("/registry/c"), Value("4")),
                    new Operation.Read(KeyRange.Prefix("/registry/"), new RangeOptions { Revision = revision }),
                ],
            });
            var items = Assert.IsType<OperationResult.Read>(result.Responses[1]).Result.Items;
            return string.Join(' ', items.Select(item => $"{item.Key}={Text(item)}"));
        }

        Assert.Equal("/registry/a=1", await ReadAsync(first));
        Assert.Equal("/registry/a=1 /registry/b=2", await ReadAsync(first + 1));
        Assert.Equal("/registry/a=3 /registry/b=2 /registry/c=4", await ReadAsync(0));

        await Store.CompactAsync(first + 1);
        var before = Store.CurrentRevision;
        await Assert.ThrowsAsync<CompactedException>(async () => await ReadAsync(first));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await ReadAsync(before + 10));
        Assert.Equal(before, Store.CurrentRevision);
    }
}
