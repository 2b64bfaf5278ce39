using Kybernet.Api;
using Kybernet.Api.Flowcontrol.V1;

namespace Kybernet.ApiServer.Validation.FlowControl;

/// <summary>Whose requests a FlowSchema is about.</summary>
internal static class FlowSubjectValidation
{
    private const string Anybody = "*";

    /// <summary>Judges a subject: what belongs to its kind is there, and nothing else.</summary>
    public static void Validate(Subject subject, FieldPath path, FieldErrors errors)
    {
        var (account, user, group) = (path.Child("serviceAccount"), path.Child("user"), path.Child("group"));
        switch (subject.Kind)
        {
            case "ServiceAccount":
                if (subject.ServiceAccount is { } known) Validate(known, account, errors);
                else errors.Required(account, "serviceAccount is required when subject kind is 'ServiceAccount'");
                if (subject.User is not null) errors.Forbidden(user, "user is forbidden when subject kind is not 'User'");
                if (subject.Group is not null) errors.Forbidden(group, "group is forbidden when subject kind is not 'Group'");
                break;
            case "User":
                if (subject.User is null) errors.Required(user, "user is required when subject kind is 'User'");
                else if (subject.User.Name.Length == 0) errors.Required(user.Child("name"));
                if (subject.ServiceAccount is not null) errors.Forbidden(account, "serviceAccount is forbidden when subject kind is not 'ServiceAccount'");
                if (subject.Group is not null) errors.Forbidden(group, "group is forbidden when subject kind is not 'Group'");
                break;
            case "Group":
                if (subject.Group is null) errors.Required(group, "group is required when subject kind is 'Group'");
                else if (subject.Group.Name.Length == 0) errors.Required(group.Child("name"));
                if (subject.ServiceAccount is not null) errors.Forbidden(account, "serviceAccount is forbidden when subject kind is not 'ServiceAccount'");
                if (subject.User is not null) errors.Forbidden(user, "user is forbidden when subject kind is not 'User'");
                break;
            default:
                errors.NotSupported(path.Child("kind"), subject.Kind, "Group", "ServiceAccount", "User");
                break;
        }
    }

    private static void Validate(ServiceAccountSubject account, FieldPath path, FieldErrors errors)
    {
        if (account.Name.Length == 0) errors.Required(path.Child("name"));
        else if (account.Name != Anybody) errors.Invalid(path.Child("name"), account.Name, NameRules.Subdomain(account.Name, prefix: false));
        if (account.Namespace.Length == 0) errors.Required(path.Child("namespace"), "must specify namespace for service account");
        else errors.Invalid(path.Child("namespace"), account.Namespace, NameRules.Label(account.Namespace, prefix: false));
    }
}
