namespace Kybernet.Storage.Tests.Linearizability;

/// <summary>The checker takes what is right and refuses what is wrong.</summary>
public sealed class RegisterCheckerTests
{
    private const string Key = "a";

    public static TheoryData<string, bool> Histories => new()
    {
        // CALL-ANSWER what; ? for an answer that never came.
        { "1-2 put 1 was 0; 3-4 get 1", true },
        { "1-2 put 1 was 0; 3-4 get 0", false },
        { "1-2 get 5", false },
        { "1-4 put 1 was 0; 2-3 get 0", true },
        { "1-4 put 1 was 0; 2-3 get 1", true },
        { "1-6 put 1 was 0; 2-3 get 1; 4-5 get 0", false },
        { "1-2 put 1 was 0; 3-4 put 2 was 1; 5-6 get 1", false },
        { "1-4 put 1 was 0; 2-3 put 2 was 1; 5-6 get 2", true },
        { "1-4 put 1 was 0; 2-3 put 2 was 1; 5-6 get 1", false },
        { "1-2 put 1 was 0; 3-4 put 0 was 1; 5-6 get 0", true },
        { "1-2 put 1 was 0; 3-4 put 0 was 1; 5-6 get 1", false },
        // Both of two who expect the same cannot succeed, and one who finds what it expects does not fail.
        { "1-2 put 1 was 0; 3-5 cas 1 2; 4-6 cas 1 3", false },
        { "1-2 put 1 was 0; 3-5 cas 1 2; 4-6 cas 1 3 found 2", true },
        { "1-2 put 1 was 0; 3-4 cas 1 2 found 1", false },
        { "1-2 put 1 was 0; 3-4 cas 0 2 found 1; 5-6 get 1", true },
        // What is unknown may happen late, once, or never.
        { "1-? put 1; 2-3 get 0; 4-5 get 1", true },
        { "1-? put 1; 2-3 get 0; 4-5 get 0", true },
        { "1-? put 1; 2-3 get 1; 4-5 get 0", false },
        { "2-3 get 1; 4-? put 1", false },
        { "1-? put 1; 2-3 put 2 was 0; 4-5 get 1; 6-7 get 2", false },
        { "1-? put 1; 2-3 put 2 was 0; 4-5 get 2; 6-7 get 1", true },
        { "1-? put 1; 2-3 put 2 was 1; 4-5 get 2; 6-7 get 1", false },
        { "1-2 put 1 was 0; 3-? cas 1 2; 4-5 put 3 was 1; 6-7 get 2", false },
        { "1-2 put 1 was 0; 3-? cas 1 2; 4-5 put 3 was 2; 6-7 get 3", true },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void Histories_that_are_known(string history, bool isRight) =>
        Assert.Equal(isRight, RegisterChecker.FindContradiction(history.Split("; ").Select(Parse)) is null);

    [Fact]
    public void Keys_are_looked_at_one_by_one()
    {
        List<RegisterOperation> right = [new("a", 1, 2) { Written = 1 }, new("b", 3, 4) { Observed = 0 }];
        Assert.Null(RegisterChecker.FindContradiction(right));

        var wrong = RegisterChecker.FindContradiction([.. right, new("b", 5, 6) { Observed = 1 }]);
        Assert.All(wrong!, operation => Assert.Equal("b", operation.Key));
    }

    /// <summary>Histories of a register that is one: all are taken, and none when one of its answers is changed to what is not so.</summary>
    [Fact]
    public void Histories_of_a_true_register_are_right_and_with_a_false_answer_they_are_wrong()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            var history = TrueHistory(random, operations: 60, clients: 5);
            Assert.Null(RegisterChecker.FindContradiction(history));

            // Nobody but the first can have seen the register before its first write ended, a write of unknown outcome may have been it.
            var at = history.FindIndex(operation => operation is { IsUnknown: false, Succeeded: true });
            history[at] = history[at] with { Observed = 1_000_000 };
            Assert.NotNull(RegisterChecker.FindContradiction(history));
        }
    }

    private static List<RegisterOperation> TrueHistory(Random random, int operations, int clients)
    {
        var present = 0;
        var clock = 0L;
        List<RegisterOperation> history = [];
        var free = new long[clients];
        for (var number = 1; number <= operations; number++)
        {
            // It happens at the number's moment; call and answer lie about it, and no client does two at once.
            var happens = clock += 100;
            var client = random.Next(clients);
            var called = Math.Max(free[client] + 1, happens - random.Next(400));
            if (called > happens) continue;
            var isRead = random.Next(3) == 0;
            RegisterOperation operation = new(Key, called * clients + client, (happens + random.Next(400)) * clients + client)
            {
                Written = isRead ? null : random.Next(5) == 0 ? 0 : number,
                Expected = !isRead && random.Next(3) == 0 ? (random.Next(2) == 0 ? present : number + 1) : null,
                Observed = present,
            };
            operation = operation with { Succeeded = operation.Expected is null || operation.Expected == present };
            free[client] = operation.Answered / clients;
            if (!isRead && random.Next(8) == 0)
            {
                free[client] = called;
                operation = operation with { Answered = RegisterOperation.Never };
                // It happens, or it does not.
                if (random.Next(2) == 0) present = operation.After(present)!.Value;
            }
            else
            {
                present = operation.After(present)!.Value;
            }
            history.Add(operation);
        }
        return history;
    }

    private static RegisterOperation Parse(string text)
    {
        var words = text.Split(' ');
        var times = words[0].Split('-');
        RegisterOperation operation = new(Key, long.Parse(times[0]), times[1] == "?" ? RegisterOperation.Never : long.Parse(times[1]));
        var numbers = words.Skip(2).Where(word => int.TryParse(word, out _)).Select(int.Parse).ToArray();
        return words[1] switch
        {
            "get" => operation with { Observed = numbers[0] },
            "put" => operation with { Written = numbers[0], Observed = numbers.ElementAtOrDefault(1) },
            _ => operation with
            {
                Expected = numbers[0], Written = numbers[1], Succeeded = !words.Contains("found"),
                Observed = words.Contains("found") ? numbers[2] : numbers[0],
            },
        };
    }
}
