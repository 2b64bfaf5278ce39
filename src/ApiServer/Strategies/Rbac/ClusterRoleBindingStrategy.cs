using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Rbac;

namespace Kybernet.ApiServer.Strategies.Rbac;

/// <summary>ClusterRoleBindings.</summary>
internal sealed class ClusterRoleBindingStrategy : ResourceStrategy<ClusterRoleBinding>
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void Default(ClusterRoleBinding binding) => BindingDefaults.Apply(binding.RoleRef, binding.Subjects);

    /// <inheritdoc/>
    protected override void Validate(ClusterRoleBinding binding, FieldErrors errors) =>
        RbacValidation.ValidateBinding(binding.RoleRef, binding.Subjects, namespaced: false, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ClusterRoleBinding binding, ClusterRoleBinding old, FieldErrors errors)
    {
        Validate(binding, errors);
        RbacValidation.ValidateSameRole(binding.RoleRef, old.RoleRef, errors);
    }
}
