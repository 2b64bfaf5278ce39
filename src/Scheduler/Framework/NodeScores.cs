namespace Kybernet.Scheduler.Framework;

/// <summary>The range of scores, and bringing raw counts into it.</summary>
internal static class NodeScores
{
    /// <summary>The best score.</summary>
    public const long Max = 100;

    /// <summary>Scales so that the highest becomes <see cref="Max"/>; reversed, the highest becomes 0 (upstream's DefaultNormalizeScore).</summary>
    public static void Scale(Span<long> scores, bool reverse)
    {
        long highest = 0;
        foreach (var score in scores) highest = Math.Max(highest, score);
        for (var i = 0; i < scores.Length; i++)
        {
            if (highest == 0) scores[i] = reverse ? Max : scores[i];
            else
            {
                var scaled = Max * scores[i] / highest;
                scores[i] = reverse ? Max - scaled : scaled;
            }
        }
    }
}
