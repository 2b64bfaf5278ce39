using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Networking;

namespace Kybernet.ApiServer.Strategies.Networking;

/// <summary>IngressClasses.</summary>
internal sealed class IngressClassStrategy : ResourceStrategy<IngressClass>
{
    private const int MaxControllerLength = 250;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(IngressClass ingress)
    {
        if (ingress.Spec.Parameters is { } parameters) parameters.Scope ??= "Cluster";
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(IngressClass ingress) => ingress.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(IngressClass ingress, IngressClass old) =>
        ingress.Metadata.Generation = old.Metadata.Generation + (ingress.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(IngressClass ingress, FieldErrors errors)
    {
        if (ingress.Spec.Controller.Length > MaxControllerLength) errors.TooLong(Spec.Child("controller"), MaxControllerLength);
        DomainPaths.Validate(ingress.Spec.Controller, Spec.Child("controller"), errors);
        if (ingress.Spec.Parameters is { } parameters) Validate(parameters, Spec.Child("parameters"), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(IngressClass ingress, IngressClass old, FieldErrors errors)
    {
        errors.Immutable(Spec.Child("controller"), ingress.Spec.Controller, old.Spec.Controller);
        Validate(ingress, errors);
    }

    private static void Validate(IngressClassParametersReference parameters, FieldPath path, FieldErrors errors)
    {
        IngressBackendValidation.ValidateReference(parameters.ApiGroup, parameters.Kind, parameters.Name, path, errors);
        switch (parameters.Scope)
        {
            case "Cluster":
                if (parameters.Namespace is not null) errors.Forbidden(path.Child("namespace"), "`parameters.scope` is set to 'Cluster'");
                break;
            case "Namespace":
                if (parameters.Namespace is not { } ns) errors.Required(path.Child("namespace"), "`parameters.scope` is set to 'Namespace'");
                else errors.Invalid(path.Child("namespace"), ns, Names.CheckDns1123Label(ns));
                break;
            case { } other:
                errors.NotSupported(path.Child("scope"), other, "Cluster", "Namespace");
                break;
        }
    }
}
