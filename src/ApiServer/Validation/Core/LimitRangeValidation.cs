using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>LimitRanges.</summary>
internal static class LimitRangeValidation
{
    /// <summary>Judges all limits.</summary>
    public static void Validate(LimitRangeSpec spec, FieldErrors errors)
    {
        HashSet<string> types = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.Limits.Count; i++)
        {
            var limit = spec.Limits[i];
            var path = FieldPath.Of("spec").Child("limits").Index(i);
            ValidateType(limit.Type, path.Child("type"), errors);
            if (!types.Add(limit.Type)) errors.Duplicate(path.Child("type"), limit.Type);
            ValidateNames(limit, path, errors);
            if (limit.Type == "PersistentVolumeClaim" && !limit.Min.ContainsKey("storage") && !limit.Max.ContainsKey("storage"))
            {
                errors.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided");
            }

            foreach (var name in limit.Max.Keys.Union(limit.Min.Keys).Union(limit.Default.Keys).Union(limit.DefaultRequest.Keys).Union(limit.MaxLimitRequestRatio.Keys))
            {
                ValidateOrder(limit, name, path, errors);
            }
        }
    }

    private static void ValidateType(string type, FieldPath path, FieldErrors errors)
    {
        var wrong = Names.CheckQualifiedName(type);
        errors.Invalid(path, type, wrong);
        if (wrong.Count == 0 && !type.Contains('/') && type is not ("Pod" or "Container" or "PersistentVolumeClaim"))
        {
            errors.Invalid(path, type, "must be a standard limit type or fully qualified");
        }
    }

    private static void ValidateNames(LimitRangeItem limit, FieldPath path, FieldErrors errors)
    {
        void Names(KubeMap<Quantity> map, string field)
        {
            foreach (var name in map.Keys)
            {
                var at = path.Child(field).Key(name);
                if (limit.Type is "Pod" or "Container") ResourceNames.ValidateForContainer(name, at, errors);
                else ResourceNames.Validate(name, at, errors);
            }
        }

        Names(limit.Max, "max");
        Names(limit.Min, "min");
        if (limit.Type == "Pod")
        {
            if (limit.Default.Count > 0) errors.Forbidden(path.Child("default"), "may not be specified when `type` is 'Pod'");
            if (limit.DefaultRequest.Count > 0) errors.Forbidden(path.Child("defaultRequest"), "may not be specified when `type` is 'Pod'");
        }
        else
        {
            Names(limit.Default, "default");
            Names(limit.DefaultRequest, "defaultRequest");
        }

        Names(limit.MaxLimitRequestRatio, "maxLimitRequestRatio");
    }

    private static void ValidateOrder(LimitRangeItem limit, string name, FieldPath path, FieldErrors errors)
    {
        Quantity? Of(KubeMap<Quantity> map) => map.TryGetValue(name, out var quantity) ? quantity : null;
        FieldPath At(string field) => path.Child(field).Key(name);

        // Pods have no defaults to compare with.
        var hasDefaults = limit.Type != "Pod";
        var (min, max) = (Of(limit.Min), Of(limit.Max));
        var (fallback, request) = hasDefaults ? (Of(limit.Default), Of(limit.DefaultRequest)) : (null, null);
        if (min > max) errors.Invalid(At("min"), min.Value, $"min value {min} is greater than max value {max}");
        if (min > request) errors.Invalid(At("defaultRequest"), request.Value, $"min value {min} is greater than default request value {request}");
        if (request > max) errors.Invalid(At("defaultRequest"), request.Value, $"default request value {request} is greater than max value {max}");
        if (request > fallback) errors.Invalid(At("defaultRequest"), request.Value, $"default request value {request} is greater than default limit value {fallback}");
        if (min > fallback) errors.Invalid(At("default"), min.Value, $"min value {min} is greater than default value {fallback}");
        if (fallback > max) errors.Invalid(At("default"), max.Value, $"default value {fallback} is greater than max value {max}");
        if (Of(limit.MaxLimitRequestRatio) is { } ratio) ValidateRatio(ratio, min, max, At("maxLimitRequestRatio"), errors);
        if (!ResourceNames.AllowsOvercommit(name) && fallback is not null && request is not null && fallback != request)
        {
            errors.Invalid(At("defaultRequest"), request.Value, $"default value {fallback} must equal to defaultRequest value {request} in {name}");
        }
    }

    private static void ValidateRatio(Quantity ratio, Quantity? min, Quantity? max, FieldPath path, FieldErrors errors)
    {
        if (ratio < new Quantity(1)) errors.Invalid(path, ratio, $"ratio {ratio} is less than 1");
        if (min is not { } low || max is not { } high) return;
        var most = high.ToDouble() / low.ToDouble();
        if (ratio.ToDouble() > most) errors.Invalid(path, ratio, $"ratio {ratio} is greater than max/min = {most.ToString("F6", CultureInfo.InvariantCulture)}");
    }
}
