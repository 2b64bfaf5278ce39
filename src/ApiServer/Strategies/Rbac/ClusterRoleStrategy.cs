using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Rbac;

namespace Kybernet.ApiServer.Strategies.Rbac;

/// <summary>ClusterRoles.</summary>
internal sealed class ClusterRoleStrategy : ResourceStrategy<ClusterRole>
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void Validate(ClusterRole role, FieldErrors errors)
    {
        RbacValidation.ValidateRules(role.Rules, namespaced: false, errors);
        RbacValidation.ValidateAggregation(role.AggregationRule, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ClusterRole role, ClusterRole old, FieldErrors errors) => Validate(role, errors);
}
