using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services;
using Kybernet.Client;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>Families, policy and addresses, by what the cluster has.</summary>
public sealed class IpFamiliesTests
{
    private static readonly string[] Four = ["IPv4"], Six = ["IPv6"], FourSix = ["IPv4", "IPv6"], SixFour = ["IPv6", "IPv4"];

    public static TheoryData<string[], string, string> New => new()
    {
        // What a cluster of one family gives.
        { Four, "{}", "SingleStack IPv4" },
        { Six, "{}", "SingleStack IPv6" },
        { Four, "{'ipFamilyPolicy':'PreferDualStack'}", "PreferDualStack IPv4" },
        { Four, "{'ipFamilyPolicy':'RequireDualStack'}", "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services" },
        { Four, "{'ipFamilies':['IPv6']}", "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster" },
        { Four, "{'clusterIP':'fd00::1','clusterIPs':['fd00::1']}", "spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this cluster" },
        { Four, "{'clusterIP':'None','clusterIPs':['None'],'selector':{'a':'b'}}", "SingleStack IPv4" },
        { Four, "{'clusterIP':'None','clusterIPs':['None']}", "RequireDualStack IPv4,IPv6" },
        { Four, "{'clusterIP':'None','clusterIPs':['None'],'ipFamilyPolicy':'SingleStack'}", "SingleStack IPv4" },
        { Four, "{'clusterIP':'None','clusterIPs':['None'],'ipFamilies':['IPv6']}", "RequireDualStack IPv6,IPv4" },
        { Four, "{'type':'ExternalName'}", " " },

        // And one of two.
        { FourSix, "{}", "SingleStack IPv4" },
        { SixFour, "{}", "SingleStack IPv6" },
        { FourSix, "{'ipFamilies':['IPv6']}", "SingleStack IPv6" },
        { FourSix, "{'ipFamilyPolicy':'PreferDualStack'}", "PreferDualStack IPv4,IPv6" },
        { SixFour, "{'ipFamilyPolicy':'RequireDualStack'}", "RequireDualStack IPv6,IPv4" },
        { FourSix, "{'ipFamilyPolicy':'RequireDualStack','ipFamilies':['IPv6']}", "RequireDualStack IPv6,IPv4" },
        { FourSix, "{'ipFamilyPolicy':'PreferDualStack','clusterIP':'fd00::1','clusterIPs':['fd00::1']}", "PreferDualStack IPv6,IPv4" },
        { FourSix, "{'clusterIP':'fd00::1','clusterIPs':['fd00::1']}", "SingleStack IPv6" },
        {
            FourSix, "{'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1']}",
            "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"
        },
        {
            FourSix, "{'ipFamilies':['IPv4','IPv6']}",
            "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"
        },
        { FourSix, "{'ipFamilies':['IPv4','IPv6'],'ipFamilyPolicy':'PreferDualStack'}", "PreferDualStack IPv4,IPv6" },
    };

    public static TheoryData<string[], string, string, string> Changed => new()
    {
        // Up, with the policy alone, and down again.
        { FourSix, One(), "{'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}", "PreferDualStack IPv4,IPv6 10.0.0.1" },
        { FourSix, Two("RequireDualStack"), "{'ipFamilyPolicy':'SingleStack','ipFamilies':['IPv4','IPv6'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1']}", "SingleStack IPv4 10.0.0.1" },
        { FourSix, Two("PreferDualStack"), "{'ipFamilyPolicy':'SingleStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}", "SingleStack IPv4 10.0.0.1" },
        // Who says no policy keeps it.
        { FourSix, Two("RequireDualStack"), "{'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1']}", "RequireDualStack IPv4,IPv6 10.0.0.1,fd00::1" },
        {
            FourSix, Two("RequireDualStack"), "{'ipFamilies':['IPv4','IPv6'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}",
            "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": must be 'SingleStack' to release the secondary cluster IP"
        },
        {
            FourSix, Two("PreferDualStack"), "{'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1']}",
            "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be 'SingleStack' to release the secondary IP family"
        },
        // One that preferred two when there was one family does not get the other by chance.
        {
            FourSix, "{'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}",
            "{'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}", "PreferDualStack IPv4 10.0.0.1"
        },
        // From a name to an address.
        { FourSix, "{'type':'ExternalName'}", "{'ipFamilyPolicy':'PreferDualStack'}", "PreferDualStack IPv4,IPv6" },
    };

    [Theory]
    [MemberData(nameof(New))]
    public void A_new_service(string[] cluster, string spec, string expected) => Assert.Equal(expected, Complete(cluster, null, spec));

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_changed_service(string[] cluster, string old, string spec, string expected) => Assert.Equal(expected, Complete(cluster, old, spec));

    private static string One() => "{'ipFamilyPolicy':'SingleStack','ipFamilies':['IPv4'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1']}";

    private static string Two(string policy) =>
        $"{{'ipFamilyPolicy':'{policy}','ipFamilies':['IPv4','IPv6'],'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1']}}";

    private static string Complete(string[] cluster, string? old, string spec)
    {
        var service = Read(spec);
        try
        {
            IpFamilies.Complete(service, old is null ? null : Read(old), cluster);
        }
        catch (KubeApiException e)
        {
            return e.Message[(e.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }

        var ips = string.Join(',', service.Spec.ClusterIPs);
        var text = $"{service.Spec.IpFamilyPolicy} {string.Join(',', service.Spec.IpFamilies)}";
        return old is null || ips.Length == 0 ? text : $"{text} {ips}";
    }

    private static Service Read(string spec)
    {
        var service = KubeCodec.Decode<Service>(Encoding.UTF8.GetBytes($$"""{"metadata":{"name":"s"},"spec":{{spec.Replace('\'', '"')}}}"""));
        if (service.Spec.Type.Length == 0) service.Spec.Type = "ClusterIP";
        return service;
    }
}
