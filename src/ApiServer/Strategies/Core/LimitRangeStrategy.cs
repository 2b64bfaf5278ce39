using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>LimitRanges.</summary>
internal sealed class LimitRangeStrategy : ResourceStrategy<LimitRange>
{
    /// <inheritdoc/>
    protected override void Default(LimitRange range)
    {
        foreach (var limit in range.Spec.Limits)
        {
            if (limit.Type == "Container")
            {
                // Make the maps, empty as they may stay.
                foreach (var (name, quantity) in limit.Max) limit.Default.TryAdd(name, quantity);
                foreach (var (name, quantity) in limit.Default) limit.DefaultRequest.TryAdd(name, quantity);
                foreach (var (name, quantity) in limit.Min) limit.DefaultRequest.TryAdd(name, quantity);
            }

            foreach (var map in new[] { limit.Max, limit.Min, limit.Default, limit.DefaultRequest, limit.MaxLimitRequestRatio }) PodSpecDefaults.RoundUp(map);
        }
    }

    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    protected override void Validate(LimitRange range, FieldErrors errors) => LimitRangeValidation.Validate(range.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(LimitRange range, LimitRange old, FieldErrors errors) => Validate(range, errors);
}
