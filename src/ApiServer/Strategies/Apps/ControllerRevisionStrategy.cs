using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>ControllerRevisions: what a StatefulSet or DaemonSet was.</summary>
internal sealed class ControllerRevisionStrategy : ResourceStrategy<ControllerRevision>
{
    /// <inheritdoc/>
    protected override void Validate(ControllerRevision revision, FieldErrors errors)
    {
        errors.NonNegative(FieldPath.Of("revision"), revision.Revision);
        if (revision.Data is null) errors.Required(FieldPath.Of("data"), "data is mandatory");
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ControllerRevision revision, ControllerRevision old, FieldErrors errors)
    {
        Validate(revision, errors);
        errors.Unchanged(FieldPath.Of("data"), "", Equals(revision.Data, old.Data));
    }
}
