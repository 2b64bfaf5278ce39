using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Networking;

/// <summary>Where an ingress sends its traffic.</summary>
internal static class IngressBackendValidation
{
    /// <summary>Judges a backend.</summary>
    public static void Validate(IngressBackend backend, FieldPath path, FieldErrors errors)
    {
        switch (backend)
        {
            case { Resource: not null, Service: not null }:
                errors.Invalid(path, "", "cannot set both resource and service backends");
                break;
            case { Resource: { } resource }:
                ValidateReference(resource.ApiGroup, resource.Kind, resource.Name, path.Child("resource"), errors);
                break;
            case { Service: { } service }:
                ValidateService(service, path, errors);
                break;
            default:
                errors.Invalid(path, "", "resource or service backend is required");
                break;
        }
    }

    /// <summary>Judges a reference to an object of some kind.</summary>
    public static void ValidateReference(string? group, string kind, string name, FieldPath path, FieldErrors errors)
    {
        if (group is not null) errors.Invalid(path.Child("apiGroup"), group, Names.CheckDns1123Subdomain(group));
        Segment(kind, path.Child("kind"), errors);
        Segment(name, path.Child("name"), errors);
    }

    private static void Segment(string value, FieldPath path, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(path);
        else errors.Invalid(path, value, NameRules.PathSegment(value, prefix: false));
    }

    private static void ValidateService(IngressServiceBackend service, FieldPath path, FieldErrors errors)
    {
        var at = path.Child("service");
        if (service.Name.Length == 0) errors.Required(at.Child("name"));
        else errors.Invalid(at.Child("name"), service.Name, Names.CheckDns1123Label(service.Name));
        switch (service.Port)
        {
            case { Name.Length: > 0, Number: not 0 }:
                errors.Invalid(path, "", "cannot set both port name & port number");
                break;
            case { Name.Length: > 0 }:
                errors.Invalid(at.Child("port").Child("name"), service.Port.Name, Names.CheckPortName(service.Port.Name));
                break;
            case { Number: not 0 }:
                ContainerPortsValidation.PortNumber(service.Port.Number, at.Child("port").Child("number"), errors);
                break;
            default:
                errors.Required(path, "port name or number is required");
                break;
        }
    }
}
