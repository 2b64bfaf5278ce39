namespace Kybernet.ApiServer;

/// <summary>Says whether a caller may do what they ask for (upstream's authorizer.Authorizer).</summary>
public interface IAuthorizer
{
    /// <summary>Decides. Called once a request, before anything is decoded; answers from memory.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation);
}

/// <summary>What an authorizer found.</summary>
/// <param name="verdict">Allowed, denied, or none of its business (which in the end denies too).</param>
/// <param name="reason">Why; ends up in the audit log and, when denied, in the message to the caller.</param>
public readonly struct AuthorizationDecision(AuthorizationVerdict verdict, string reason = "") : IEquatable<AuthorizationDecision>
{
    private readonly string? _reason = reason;

    /// <summary>Allowed, denied, or none of its business (which in the end denies too).</summary>
    public AuthorizationVerdict Verdict { get; } = verdict;

    /// <summary>Why; may be empty.</summary>
    public string Reason => _reason ?? "";

    /// <summary>Whether the request goes on.</summary>
    public bool IsAllowed => Verdict == AuthorizationVerdict.Allow;

    /// <inheritdoc/>
    public bool Equals(AuthorizationDecision other) => Verdict == other.Verdict && Reason == other.Reason;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AuthorizationDecision other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Verdict, Reason);

    /// <summary>Whether both say the same.</summary>
    public static bool operator ==(AuthorizationDecision left, AuthorizationDecision right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AuthorizationDecision left, AuthorizationDecision right) => !left.Equals(right);
}

/// <summary>The possible findings of an authorizer.</summary>
public enum AuthorizationVerdict
{
    /// <summary>Nothing to say: the next one is asked; if nobody allows, the request is refused.</summary>
    NoOpinion,

    /// <summary>The request may go on.</summary>
    Allow,

    /// <summary>The request is refused, whatever others say.</summary>
    Deny,
}
