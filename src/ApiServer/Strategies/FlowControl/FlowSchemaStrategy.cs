using Kybernet.Api.Flowcontrol.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.FlowControl;

namespace Kybernet.ApiServer.Strategies.FlowControl;

/// <summary>FlowSchemas.</summary>
internal sealed class FlowSchemaStrategy : ResourceStrategy<FlowSchema>
{
    private const int DefaultPrecedence = 1000;

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(FlowSchema schema)
    {
        if (schema.Spec.MatchingPrecedence == 0) schema.Spec.MatchingPrecedence = DefaultPrecedence;
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(FlowSchema schema)
    {
        schema.Status = new();
        schema.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(FlowSchema schema, FlowSchema old)
    {
        schema.Status = old.Status;
        schema.Metadata.Generation = old.Metadata.Generation + (schema.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(FlowSchema schema, FlowSchema old)
    {
        schema.Spec = old.Spec;
        schema.Metadata.Labels = old.Metadata.Labels;
        schema.Metadata.Annotations = old.Metadata.Annotations;
        schema.Metadata.Finalizers = old.Metadata.Finalizers;
        schema.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(FlowSchema schema, FieldErrors errors) => FlowSchemaValidation.Validate(schema, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(FlowSchema schema, FlowSchema old, FieldErrors errors) => FlowSchemaValidation.Validate(schema, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(FlowSchema schema, FlowSchema old, FieldErrors errors) =>
        FlowSchemaValidation.ValidateStatus(schema.Status, errors);
}
