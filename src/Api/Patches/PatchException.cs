namespace Kybernet.Api.Patches;

/// <summary>Who is to blame for a patch that cannot be applied, as the HTTP status that upstream answers.</summary>
public enum PatchFailure
{
    /// <summary>The patch is not in the form of its kind: 400.</summary>
    Malformed = 400,

    /// <summary>It asks for more operations or copies than are allowed: 413.</summary>
    TooLarge = 413,

    /// <summary>It does not fit the object, or a test in it failed: 422.</summary>
    Unprocessable = 422,

    /// <summary>What upstream does not blame on anybody, such as a list element without its merge key: 500.</summary>
    Internal = 500,
}

/// <summary>A patch that was not applied.</summary>
public sealed class PatchException : Exception
{
    /// <summary>With upstream's message.</summary>
    public PatchException(PatchFailure failure, string message, Exception? inner = null) : base(message, inner) => Failure = failure;

    /// <summary>Why.</summary>
    public PatchFailure Failure { get; }
}
