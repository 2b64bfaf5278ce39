using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Namespaces.</summary>
internal sealed class NamespaceStrategy : ResourceStrategy<Namespace>
{
    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string Finalizer = "kubernetes";

    private static readonly FieldPath Finalizers = FieldPath.Of("spec").Child("finalizers");

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["status.phase", "name"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.Label(name, prefix);

    /// <inheritdoc/>
    protected override void Default(Namespace ns)
    {
        // A generated name is known only later.
        if (ns.Metadata.Name.Length > 0) ns.Metadata.Labels[NameLabel] = ns.Metadata.Name;
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(Namespace ns)
    {
        ns.Status = new NamespaceStatus { Phase = "Active" };
        if (!ns.Spec.Finalizers.Contains(Finalizer)) ns.Spec.Finalizers.Add(Finalizer);
        Default(ns);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Namespace ns, Namespace old)
    {
        ns.Spec.Finalizers = old.Spec.Finalizers;
        ns.Status = old.Status;
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Namespace ns, Namespace old) => ns.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(Namespace ns, FieldErrors errors)
    {
        foreach (var finalizer in ns.Spec.Finalizers)
        {
            errors.Invalid(Finalizers, finalizer, Kybernet.Api.Names.CheckQualifiedName(finalizer));
            FinalizerValidation.ValidateStandard(finalizer, Finalizers, errors);
        }
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(Namespace ns, Namespace old, FieldErrors errors) => Validate(ns, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(Namespace ns, Namespace old, FieldErrors errors)
    {
        var phase = FieldPath.Of("status").Child("Phase");
        if (ns.Metadata.DeletionTimestamp is null)
        {
            if (ns.Status.Phase != "Active") errors.Invalid(phase, ns.Status.Phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
        else if (ns.Status.Phase != "Terminating") errors.Invalid(phase, ns.Status.Phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
    }

    /// <inheritdoc/>
    protected override string? SelectableField(Namespace ns, string path) => path switch
    {
        "status.phase" => ns.Status.Phase,
        "name" => ns.Metadata.Name,
        _ => null,
    };
}
