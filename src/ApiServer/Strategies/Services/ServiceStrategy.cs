using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Services;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>Services.</summary>
internal sealed class ServiceStrategy : ResourceStrategy<Service>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.clusterIP", "spec.type"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.Label(name, prefix);

    /// <inheritdoc/>
    protected override void Default(Service service) => ServiceDefaults.Apply(service);

    /// <inheritdoc/>
    protected override void PrepareForCreate(Service service) => service.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Service service, Service old)
    {
        service.Status = old.Status;
        ServiceUpdates.DropWhatTypeDoesNotNeed(service.Spec, old.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Service service, Service old) => service.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(Service service, FieldErrors errors) => ServiceValidation.Validate(service, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Service service, Service old, FieldErrors errors) => ServiceValidation.ValidateUpdate(service, old, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(Service service, Service old, FieldErrors errors) =>
        LoadBalancerStatusValidation.Validate(service, FieldPath.Of("status").Child("loadBalancer"), errors);

    /// <inheritdoc/>
    protected override string? SelectableField(Service service, string path) => path switch
    {
        "spec.clusterIP" => service.Spec.ClusterIP,
        "spec.type" => service.Spec.Type,
        _ => null,
    };

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Service service, Service? old)
    {
        if (service.Metadata.Annotations.ContainsKey("service.kubernetes.io/topology-aware-hints"))
        {
            yield return "metadata.annotations: annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead";
        }

        if (service.Spec.ExternalName.Length > 0 && service.Spec.Type != "ExternalName")
        {
            yield return $"spec.externalName is ignored when spec.type is not \"ExternalName\"";
        }

        if (ServiceKinds.IsHeadless(service.Spec) && service.Spec.LoadBalancerIP.Length > 0) yield return "spec.loadBalancerIP is ignored for headless services";
        if (ServiceKinds.IsHeadless(service.Spec) && service.Spec.ExternalIPs.Count > 0) yield return "spec.externalIPs is ignored when spec.clusterIP is \"None\"";
        if (ServiceKinds.IsHeadless(service.Spec) && service.Spec.SessionAffinity != "None") yield return "spec.SessionAffinity is ignored for headless services";
        if (service.Spec.TrafficDistribution == "PreferClose") yield return "spec.trafficDistribution: PreferClose is deprecated. Use PreferSameZone instead.";
    }
}
