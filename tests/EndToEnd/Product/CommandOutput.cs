namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>What a program said until its end.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
public sealed record CommandOutput(int Code, string Output, string Errors)
{
    /// <summary>Both, for who wants to look at them.</summary>
    public string All => Output + Errors;
}
