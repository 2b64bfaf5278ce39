using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Services;

/// <summary>What a load balancer reports of itself.</summary>
internal static class LoadBalancerStatusValidation
{
    /// <summary>Judges a Service's load balancer status.</summary>
    public static void Validate(Service service, FieldPath path, FieldErrors errors)
    {
        var ingresses = service.Status.LoadBalancer.Ingress;
        var at = path.Child("ingress");
        if (ingresses.Count > 0 && service.Spec.Type != "LoadBalancer") errors.Forbidden(at, "may only be used when `spec.type` is \"LoadBalancer\"");
        for (var i = 0; i < ingresses.Count; i++)
        {
            var ingress = ingresses[i];
            if (ingress.Ip.Length > 0) IpRules.Address(ingress.Ip, at.Index(i).Child("ip"), errors);
            if (ingress.IpMode is not { } mode)
            {
                if (ingress.Ip.Length > 0) errors.Required(at.Index(i).Child("ipMode"), "must be specified when `ip` is set");
            }
            else if (ingress.Ip.Length == 0) errors.Forbidden(at.Index(i).Child("ipMode"), "may not be specified when `ip` is not set");
            else errors.OneOf(at.Index(i).Child("ipMode"), mode, "Proxy", "VIP");

            if (ingress.Hostname.Length == 0) continue;
            errors.Invalid(at.Index(i).Child("hostname"), ingress.Hostname, Names.CheckDns1123Subdomain(ingress.Hostname));
            if (IpText.TryParse(ingress.Hostname, out _)) errors.Invalid(at.Index(i).Child("hostname"), ingress.Hostname, "must be a DNS name, not an IP address");
        }
    }
}
