using Kybernet.Api.Core.V1;
using Kybernet.Api.Node.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Strategies.Nodes;

/// <summary>RuntimeClasses.</summary>
internal sealed class RuntimeClassStrategy : ResourceStrategy<RuntimeClass>
{
    private static readonly FieldPath Handler = FieldPath.Of("handler");

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    protected override void Default(RuntimeClass runtime)
    {
        if (runtime.Overhead is { } overhead) PodSpecDefaults.RoundUp(overhead.PodFixed);
    }

    /// <inheritdoc/>
    protected override void Validate(RuntimeClass runtime, FieldErrors errors)
    {
        ContainerValidation.Label(runtime.Handler, Handler, errors);
        if (runtime.Overhead is { } overhead)
        {
            ResourceRequirementsValidation.Validate(
                new ResourceRequirements { Limits = overhead.PodFixed }, ResourceNames.ValidateForContainer, FieldPath.Of("overhead").Child("podFixed"), errors);
        }

        if (runtime.Scheduling is not { } scheduling) return;
        var path = FieldPath.Of("scheduling");
        ObjectMetaValidation.ValidateLabels(scheduling.NodeSelector, path.Child("nodeSelector"), errors);
        TolerationValidation.Validate(scheduling.Tolerations, path.Child("tolerations"), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(RuntimeClass runtime, RuntimeClass old, FieldErrors errors) =>
        errors.Immutable(Handler, runtime.Handler, old.Handler);
}
