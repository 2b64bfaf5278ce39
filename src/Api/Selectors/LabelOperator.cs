namespace Kybernet.Api.Selectors;

/// <summary>How a requirement compares a label (upstream's selection.Operator).</summary>
public enum LabelOperator : byte
{
    /// <summary><c>a=b</c>.</summary>
    Equal,

    /// <summary><c>a==b</c>: the same, spelled otherwise.</summary>
    DoubleEqual,

    /// <summary><c>a!=b</c>: another value or no such label.</summary>
    NotEqual,

    /// <summary><c>a in (b,c)</c>.</summary>
    In,

    /// <summary><c>a notin (b,c)</c>: another value or no such label.</summary>
    NotIn,

    /// <summary><c>a</c>: there is such a label.</summary>
    Exists,

    /// <summary><c>!a</c>: there is no such label.</summary>
    DoesNotExist,

    /// <summary><c>a&gt;1</c>: the label is a larger whole number.</summary>
    GreaterThan,

    /// <summary><c>a&lt;1</c>: the label is a smaller whole number.</summary>
    LessThan,
}
