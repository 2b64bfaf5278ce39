using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>
/// Events as events.k8s.io/v1 takes them: more has to be said, and what was said stays. It is asked for the stored form of
/// what came in.
/// </summary>
internal sealed class NewEventStrategy : EventStrategy
{
    /// <inheritdoc/>
    protected override void Validate(Event e, FieldErrors errors)
    {
        EventValidation.Validate(e, "reportingController", errors);
        EventValidation.ValidateNew(e, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(Event e, Event old, FieldErrors errors)
    {
        EventValidation.Validate(e, "reportingController", errors);
        EventValidation.ValidateNewUpdate(e, old, errors);
    }
}
