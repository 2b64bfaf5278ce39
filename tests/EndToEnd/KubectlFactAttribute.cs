namespace Kybernet.EndToEnd.Tests;

/// <summary>A test that drives the product with a real kubectl: KUBECTL's, or the one on PATH. Skipped by name without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    /// <summary>Looks for kubectl.</summary>
    /// <param name="since">The minor version of the first kubectl that can do it; 0: all can.</param>
    public KubectlFactAttribute(int since = 0) => Skip = KubectlVersion.Obstacle(since);
}
