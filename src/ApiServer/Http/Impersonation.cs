using Kybernet.Api;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Lets a caller act as somebody else, when they may (the Impersonate-* headers).</summary>
internal sealed class Impersonation(IAuthorizer authorizer)
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>Who the request is to be served as.</summary>
    /// <exception cref="Client.KubeApiException">400: somebody without a name; 403: the caller may not.</exception>
    public async ValueTask<UserInfo> ApplyAsync(HttpContext context, UserInfo caller)
    {
        var headers = context.Request.Headers;
        var name = headers[UserHeader].ToString();
        List<string> groups = [.. headers[GroupHeader].OfType<string>().Where(static g => g.Length > 0)];
        var uid = headers[UidHeader].ToString();
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        foreach (var (key, values) in headers)
        {
            if (key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
                extra[Uri.UnescapeDataString(key[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }

        if (name.Length == 0)
        {
            if (groups.Count == 0 && uid.Length == 0 && extra.Count == 0) return caller;
            var shown = string.Join(", ", groups.Select(GoQuote.Quote));
            throw ApiErrors.BadRequest(
                $"requested &user.DefaultInfo{{Name:\"\", UID:{GoQuote.Quote(uid)}, Groups:[]string{{{shown}}}, Extra:map[string][]string(nil)}} "
                + "without impersonating a user name");
        }

        var cancellation = context.RequestAborted;
        await CheckUserAsync(caller, name, cancellation);
        foreach (var group in groups) await CheckAsync(caller, "", "groups", "", group, "", cancellation);
        if (uid.Length > 0) await CheckAsync(caller, "authentication.k8s.io", "uids", "", uid, "", cancellation);
        foreach (var (key, values) in extra)
        {
            foreach (var value in values) await CheckAsync(caller, "authentication.k8s.io", "userextras", "", value, key, cancellation);
        }

        return new UserInfo { Name = name, Uid = uid, Groups = WithImpliedGroups(name, groups), Extra = extra };
    }

    private ValueTask CheckUserAsync(UserInfo caller, string name, CancellationToken cancellation)
    {
        if (!name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal)) return CheckAsync(caller, "", "users", "", name, "", cancellation);
        var parts = name[ServiceAccountPrefix.Length..].Split(':');
        return parts.Length == 2
            ? CheckAsync(caller, "", "serviceaccounts", parts[0], parts[1], "", cancellation)
            : CheckAsync(caller, "", "users", "", name, "", cancellation);
    }

    private async ValueTask CheckAsync(
        UserInfo caller, string group, string resource, string ns, string name, string subresource, CancellationToken cancellation)
    {
        AuthorizationAttributes attributes = new()
        {
            User = caller,
            Verb = "impersonate",
            IsResourceRequest = true,
            Group = group,
            Version = "v1",
            Resource = resource,
            Subresource = subresource,
            Namespace = ns,
            Name = name,
        };
        var decision = await authorizer.AuthorizeAsync(attributes, cancellation);
        if (!decision.IsAllowed) throw Refusal.Of(attributes, decision.Reason);
    }

    private static List<string> WithImpliedGroups(string name, List<string> groups)
    {
        if (groups.Count == 0 && name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal))
        {
            groups.Add("system:serviceaccounts");
            groups.Add("system:serviceaccounts:" + name[ServiceAccountPrefix.Length..].Split(':')[0]);
        }

        var standing = name == UserInfo.Anonymous.Name ? UserInfo.UnauthenticatedGroup : UserInfo.AuthenticatedGroup;
        if (!groups.Contains(standing, StringComparer.Ordinal)) groups.Add(standing);
        return groups;
    }
}
