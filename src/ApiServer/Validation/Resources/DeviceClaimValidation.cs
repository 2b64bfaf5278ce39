using Kybernet.Api;
using Kybernet.Api.Resource.V1;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>Which devices a claim asks for.</summary>
internal static class DeviceClaimValidation
{
    private const int MaxRequests = 32;
    private const int MaxAlternatives = 8;
    private const string OneForm = "exactly one of `exactly` or `firstAvailable` is required";
    private const string NotARequest = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    /// <summary>Judges what a claim asks for.</summary>
    public static void Validate(DeviceClaim claim, FieldPath path, FieldErrors errors)
    {
        DeviceRules.Set(claim.Requests, MaxRequests, Validate, static r => r.Name, path.Child("requests"), errors);
        var names = Names(claim);
        DeviceRules.Slice(claim.Constraints, MaxRequests, (c, at, e) => Validate(c, at, names, e), path.Child("constraints"), errors);
        DeviceRules.Slice(claim.Config, MaxRequests, (c, at, e) =>
        {
            References(c.Requests, at.Child("requests"), names, e);
            DeviceRules.Configuration(c.Opaque, at, e);
        }, path.Child("config"), errors);
    }

    /// <summary>The requests of a claim by which results and constraints may refer to them, subrequests as <c>request/subrequest</c>.</summary>
    public static HashSet<string> Names(DeviceClaim claim)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var request in claim.Requests)
        {
            names.Add(request.Name);
            foreach (var alternative in request.FirstAvailable) names.Add($"{request.Name}/{alternative.Name}");
        }

        return names;
    }

    /// <summary>Judges a reference to a request.</summary>
    public static void Reference(string name, FieldPath path, HashSet<string> names, FieldErrors errors)
    {
        var segments = name.Split('/');
        if (segments.Length > 2)
        {
            errors.Invalid(path, name, NotARequest);
            return;
        }

        foreach (var segment in segments) errors.Invalid(path, segment, NameRules.Label(segment, prefix: false));
        if (!names.Contains(name)) errors.Invalid(path, name, NotARequest);
    }

    private static void References(KubeList<string> requests, FieldPath path, HashSet<string> names, FieldErrors errors) =>
        DeviceRules.Set(requests, MaxRequests, (r, at, e) => Reference(r, at, names, e), static r => r, path, errors);

    private static void Validate(DeviceRequest request, FieldPath path, FieldErrors errors)
    {
        errors.Invalid(path.Child("name"), request.Name, NameRules.Label(request.Name, prefix: false));
        switch (request.Exactly, request.FirstAvailable.Count)
        {
            case (null, 0):
                errors.Required(path, OneForm);
                break;
            case ({ } exactly, 0):
                Validate(exactly, path.Child("exactly"), errors);
                break;
            case (null, _):
                DeviceRules.Set(request.FirstAvailable, MaxAlternatives, Validate, static r => r.Name, path.Child("firstAvailable"), errors);
                break;
            default:
                errors.Invalid(path, default, OneForm + ", but multiple fields are set");
                break;
        }
    }

    private static void Validate(ExactDeviceRequest request, FieldPath path, FieldErrors errors)
    {
        Class(request.DeviceClassName, path.Child("deviceClassName"), errors);
        DeviceRules.Selectors(request.Selectors, path.Child("selectors"), errors);
        Mode(request.AllocationMode, request.Count, path, errors);
        for (var i = 0; i < request.Tolerations.Count; i++) DeviceRules.Toleration(request.Tolerations[i], path.Child("tolerations").Index(i), errors);
    }

    private static void Validate(DeviceSubRequest request, FieldPath path, FieldErrors errors)
    {
        errors.Invalid(path.Child("name"), request.Name, NameRules.Label(request.Name, prefix: false));
        Class(request.DeviceClassName, path.Child("deviceClassName"), errors);
        DeviceRules.Selectors(request.Selectors, path.Child("selectors"), errors);
        Mode(request.AllocationMode, request.Count, path, errors);
        for (var i = 0; i < request.Tolerations.Count; i++) DeviceRules.Toleration(request.Tolerations[i], path.Child("tolerations").Index(i), errors);
    }

    private static void Class(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        else errors.Invalid(path, name, NameRules.Subdomain(name, prefix: false));
    }

    private static void Mode(string mode, long count, FieldPath path, FieldErrors errors)
    {
        switch (mode)
        {
            case "All":
                if (count != 0) errors.Invalid(path.Child("count"), count, $"must not be specified when allocationMode is '{mode}'");
                break;
            case "ExactCount":
                if (count <= 0) errors.Invalid(path.Child("count"), count, "must be greater than zero");
                break;
            default:
                errors.NotSupported(path.Child("allocationMode"), mode, "All", "ExactCount");
                break;
        }
    }

    private static void Validate(DeviceConstraint constraint, FieldPath path, HashSet<string> names, FieldErrors errors)
    {
        References(constraint.Requests, path.Child("requests"), names, errors);
        if (constraint.MatchAttribute is { } match) DeviceRules.FullyQualifiedName(match, path.Child("matchAttribute"), errors);
        else if (constraint.DistinctAttribute is { } distinct) DeviceRules.FullyQualifiedName(distinct, path.Child("distinctAttribute"), errors);
        else errors.Required(path, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
    }
}
