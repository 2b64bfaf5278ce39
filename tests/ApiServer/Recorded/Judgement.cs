using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>Compares answers about objects with recorded ones and counts them.</summary>
/// <param name="tally">Where they are counted.</param>
/// <param name="created">Whether the objects were created: see <see cref="NormalAnswer"/>.</param>
internal sealed class Judgement(Tally tally, bool created)
{
    /// <summary>Whether a kind is to be replayed.</summary>
    public bool Wants(string kind) => tally.Wants(kind);

    /// <summary>Compares and counts.</summary>
    /// <param name="kind">The kind that was asked about.</param>
    /// <param name="title">The request, for people.</param>
    /// <param name="status">The recorded code.</param>
    /// <param name="output">The recorded body.</param>
    /// <param name="answer">What was answered here.</param>
    public void Add(string kind, string title, int status, JsonNode? output, ReplayAnswer answer)
    {
        var (want, got) = (NormalAnswer.Of(output, created), NormalAnswer.Of(answer.Body, created));
        tally.Add(kind, answer.Status == status, want == got, () => AnswerDiff.Describe(title, (status, output), (answer.Status, answer.Body), (want, got)));
    }
}
