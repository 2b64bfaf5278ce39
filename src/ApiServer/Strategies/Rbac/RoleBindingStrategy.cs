using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Rbac;

namespace Kybernet.ApiServer.Strategies.Rbac;

/// <summary>RoleBindings.</summary>
internal sealed class RoleBindingStrategy : ResourceStrategy<RoleBinding>
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void Default(RoleBinding binding) => BindingDefaults.Apply(binding.RoleRef, binding.Subjects);

    /// <inheritdoc/>
    protected override void Validate(RoleBinding binding, FieldErrors errors) =>
        RbacValidation.ValidateBinding(binding.RoleRef, binding.Subjects, namespaced: true, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(RoleBinding binding, RoleBinding old, FieldErrors errors)
    {
        Validate(binding, errors);
        RbacValidation.ValidateSameRole(binding.RoleRef, old.RoleRef, errors);
    }
}
