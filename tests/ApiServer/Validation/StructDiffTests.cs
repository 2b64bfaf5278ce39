using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Tests.Validation;

/// <summary>The differences that refusals show.</summary>
public sealed class StructDiffTests
{
    [Fact]
    public void Nothing_is_said_of_equal_texts() => Assert.Equal("", StructDiff.Of(["a", "b"], ["a", "b"]));

    [Theory]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    public void Changes_with_six_lines_between_them_share_a_hunk_and_with_seven_do_not(int between, int hunks)
    {
        List<string> kept = [.. Enumerable.Range(0, between).Select(i => $"k{i}")];

        var text = StructDiff.Of(["a", .. kept, "b"], ["A", .. kept, "B"]);

        Assert.Equal(hunks, text.Split('\n').Count(l => l.StartsWith("@@", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_longest_run_is_kept_even_where_another_script_would_be_shorter()
    {
        // A shortest script keeps x, y and z; the longest run in common is "p q r s".
        var text = StructDiff.Of(["x", "1", "y", "2", "z", "3", "w", "4", "v", "p", "q", "r", "s"], ["p", "q", "r", "s", "x", "y", "z", "w", "v"]);

        Assert.Equal(
            "@@ -1,13 +1,9 @@\n-x\n-1\n-y\n-2\n-z\n-3\n-w\n-4\n-v\n p\n q\n r\n s\n+x\n+y\n+z\n+w\n+v\n", text);
    }

    [Fact]
    public void Lines_that_a_long_text_is_full_of_begin_no_run()
    {
        List<string> common = [.. Enumerable.Repeat("null", 250)];

        var runs = MatchingLines.Find(["a", .. common], [.. common, "a"]);

        Assert.Equal([new MatchingLines.Run(0, 250, 1)], runs);
    }

    [Fact]
    public void A_run_takes_in_such_lines_at_its_ends()
    {
        List<string> common = [.. Enumerable.Repeat("null", 250)];

        Assert.Equal([new MatchingLines.Run(0, 0, 251)], MatchingLines.Find(["a", .. common], ["a", .. common]));
    }
}
