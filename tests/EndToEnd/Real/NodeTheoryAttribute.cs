namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>As <see cref="NodeFactAttribute"/>, for a table of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks at the machine.</summary>
    public NodeTheoryAttribute() => Skip = NodeFactAttribute.Obstacle;
}
