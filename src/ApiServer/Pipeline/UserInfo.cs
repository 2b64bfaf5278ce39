namespace Kybernet.ApiServer;

/// <summary>Who calls, as authentication found out (upstream's user.Info).</summary>
public sealed record UserInfo
{
    /// <summary>The group of everybody who has proven who they are.</summary>
    public const string AuthenticatedGroup = "system:authenticated";

    /// <summary>The group of everybody who has not.</summary>
    public const string UnauthenticatedGroup = "system:unauthenticated";

    /// <summary>The group whose members may do everything, whatever the authorizers say.</summary>
    public const string PrivilegedGroup = "system:masters";

    /// <summary>The caller who gave no credentials.</summary>
    public static UserInfo Anonymous { get; } = new() { Name = "system:anonymous", Groups = [UnauthenticatedGroup] };

    /// <summary>The API server itself.</summary>
    internal static UserInfo ApiServer { get; } = new() { Name = "system:apiserver", Groups = [PrivilegedGroup] };

    /// <summary>The user name: <c>system:kube-scheduler</c>, <c>system:serviceaccount:NS:NAME</c>, <c>system:node:NAME</c> ...</summary>
    public required string Name { get; init; }

    /// <summary>Tells users of one name apart over time; may be empty.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The groups, <see cref="AuthenticatedGroup"/> included.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What else the authenticator knows, by key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}
