using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Networking;

namespace Kybernet.ApiServer.Strategies.Networking;

/// <summary>NetworkPolicies.</summary>
internal sealed class NetworkPolicyStrategy : ResourceStrategy<NetworkPolicy>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(NetworkPolicy policy)
    {
        var spec = policy.Spec;
        if (spec.PolicyTypes.Count == 0)
        {
            spec.PolicyTypes.Add("Ingress");
            if (spec.Egress.Count > 0) spec.PolicyTypes.Add("Egress");
        }

        foreach (var rule in spec.Ingress) Default(rule.Ports);
        foreach (var rule in spec.Egress) Default(rule.Ports);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(NetworkPolicy policy) => policy.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(NetworkPolicy policy, NetworkPolicy old) =>
        policy.Metadata.Generation = old.Metadata.Generation + (policy.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(NetworkPolicy policy, FieldErrors errors) => NetworkPolicyValidation.Validate(policy.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(NetworkPolicy policy, NetworkPolicy old, FieldErrors errors) => Validate(policy, errors);

    private static void Default(KubeList<NetworkPolicyPort> ports)
    {
        foreach (var port in ports) port.Protocol ??= "TCP";
    }
}
