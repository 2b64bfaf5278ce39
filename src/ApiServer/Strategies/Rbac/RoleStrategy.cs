using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Rbac;

namespace Kybernet.ApiServer.Strategies.Rbac;

/// <summary>Roles.</summary>
internal sealed class RoleStrategy : ResourceStrategy<Role>
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void Validate(Role role, FieldErrors errors)
    {
        RbacValidation.ValidateRules(role.Rules, namespaced: true, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(Role role, Role old, FieldErrors errors) => Validate(role, errors);
}
