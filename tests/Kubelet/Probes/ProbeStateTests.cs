using Kybernet.Kubelet.Probes;

namespace Kybernet.Kubelet.Tests.Probes;

public sealed class ProbeStateTests
{
    [Theory]
    [InlineData(1, 3, "fff", "S S F")]
    [InlineData(1, 3, "ffsff", "S S S S S")]
    [InlineData(1, 1, "fs", "F S")]
    [InlineData(2, 1, "fsfss", "F F F F S")]
    public void Thresholds_count_answers_in_a_row(int success, int failure, string answers, string expected)
    {
        ProbeState state = new(ProbeResult.Success, success, failure);

        var seen = answers.Select(a =>
        {
            state.Add(a == 's' ? ProbeResult.Success : ProbeResult.Failure);
            return state.Result == ProbeResult.Success ? "S" : "F";
        });

        Assert.Equal(expected, string.Join(' ', seen));
    }
}
