using Kybernet.Api;
using Kybernet.Api.Apiregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Aggregation;

/// <summary>APIServices.</summary>
internal sealed class APIServiceStrategy : ResourceStrategy<APIService>
{
    private const int DefaultPort = 443;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void Default(APIService service)
    {
        if (service.Spec.Service is { } target) target.Port ??= DefaultPort;
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(APIService service)
    {
        service.Status = new();
        // What this server serves itself is there at once.
        if (service.Spec.Service is null)
        {
            service.Status.Conditions =
            [
                new APIServiceCondition
                {
                    Type = "Available", Status = "True", Reason = "Local", Message = "Local APIServices are always available",
                    LastTransitionTime = service.Metadata.CreationTimestamp,
                },
            ];
        }
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(APIService service, APIService old) => service.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(APIService service, APIService old)
    {
        service.Spec = old.Spec;
        service.Metadata.Labels = old.Metadata.Labels;
        service.Metadata.Annotations = old.Metadata.Annotations;
        service.Metadata.Finalizers = old.Metadata.Finalizers;
        service.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(APIService service, FieldErrors errors)
    {
        var spec = service.Spec;
        var name = $"{spec.Version}.{spec.Group}";
        if (service.Metadata.Name.Length > 0 && service.Metadata.Name != name && NameRules.PathSegment(service.Metadata.Name, prefix: false).Count == 0)
        {
            errors.Invalid(FieldPath.Of("metadata").Child("name"), service.Metadata.Name, $"must be `spec.version+\".\"+spec.group`: {GoQuote.Quote(name)}");
        }

        if (spec.Group.Length == 0)
        {
            if (spec.Version != "v1") errors.Required(Spec.Child("group"), "only v1 may have an empty group and it better be legacy kube");
        }
        else errors.Invalid(Spec.Child("group"), spec.Group, Names.CheckDns1123Subdomain(spec.Group));

        errors.Invalid(Spec.Child("version"), spec.Version, Names.CheckDns1035Label(spec.Version));
        if (spec.GroupPriorityMinimum is <= 0 or > 20_000)
        {
            errors.Invalid(Spec.Child("groupPriorityMinimum"), spec.GroupPriorityMinimum, "must be positive and less than 20000");
        }

        if (spec.VersionPriority is <= 0 or > 1000) errors.Invalid(Spec.Child("versionPriority"), spec.VersionPriority, "must be positive and less than 1000");
        ValidateTarget(spec, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(APIService service, APIService old, FieldErrors errors) => Validate(service, errors);

    private static void ValidateTarget(APIServiceSpec spec, FieldErrors errors)
    {
        var bundle = spec.CaBundle?.Length ?? 0;
        var insecure = Spec.Child("insecureSkipTLSVerify");
        if (spec.Service is not { } target)
        {
            if (bundle > 0) errors.Invalid(Spec.Child("caBundle"), $"{bundle} bytes", "local APIServices may not have a caBundle");
            if (spec.InsecureSkipTLSVerify) errors.Invalid(insecure, true, "local APIServices may not have insecureSkipTLSVerify");
            return;
        }

        var path = Spec.Child("service");
        if (target.Namespace.Length == 0) errors.Required(path.Child("namespace"));
        if (target.Name.Length == 0) errors.Required(path.Child("name"));
        foreach (var detail in Names.CheckPortNumber(target.Port ?? DefaultPort)) errors.Invalid(path.Child("port"), target.Port, "port is not valid: " + detail);
        if (spec.InsecureSkipTLSVerify && bundle > 0) errors.Invalid(insecure, true, "may not be true if caBundle is present");
    }
}
