using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Events, as v1 knows them; both groups' are stored so.</summary>
internal class EventStrategy : ResourceStrategy<Event>
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    /// <inheritdoc/>
    protected override void Validate(Event e, FieldErrors errors) => EventValidation.Validate(e, "reportingComponent", errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Event e, Event old, FieldErrors errors) => EventValidation.Validate(e, "reportingComponent", errors);

    /// <inheritdoc/>
    protected override string? SelectableField(Event e, string path) => path switch
    {
        "involvedObject.kind" => e.InvolvedObject.Kind,
        "involvedObject.namespace" => e.InvolvedObject.Namespace,
        "involvedObject.name" => e.InvolvedObject.Name,
        "involvedObject.uid" => e.InvolvedObject.Uid,
        "involvedObject.apiVersion" => e.InvolvedObject.ApiVersion,
        "involvedObject.resourceVersion" => e.InvolvedObject.ResourceVersion,
        "involvedObject.fieldPath" => e.InvolvedObject.FieldPath,
        "reason" => e.Reason,
        "reportingComponent" => e.ReportingComponent,
        "source" => e.Source.Component.Length > 0 ? e.Source.Component : e.ReportingComponent,
        "type" => e.Type,
        _ => null,
    };
}
