using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Refuses to measure failures.</summary>
internal static class Answer
{
    /// <exception cref="InvalidOperationException">The answer is not what it has to be.</exception>
    public static void Require(bool isGood, RequestTemplate template, string path, Call call)
    {
        if (!isGood) throw new InvalidOperationException($"{template.Name} {path} was answered with {call.Status}: {call.Failure}");
    }
}
