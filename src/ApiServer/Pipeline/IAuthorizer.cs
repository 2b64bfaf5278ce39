namespace Kybernet.ApiServer;

/// <summary>Says whether a caller may do what they ask for (upstream's authorizer.Authorizer).</summary>
public interface IAuthorizer
{
    /// <summary>Decides. Called once a request, before anything is decoded; answers from memory.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation);
}

/// <summary>What an authorizer found.</summary>
/// <param name="Verdict">Allowed, denied, or none of its business (which in the end denies too).</param>
/// <param name="Reason">Why; ends up in the audit log and, when denied, in the message to the caller.</param>
public readonly record struct AuthorizationDecision(AuthorizationVerdict Verdict, string Reason = "")
{
    /// <summary>Whether the request goes on.</summary>
    public bool IsAllowed => Verdict == AuthorizationVerdict.Allow;
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
