using System.Text;
using Kybernet.Api;
using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Strategies;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Authorization;

namespace Kybernet.ApiServer.Tests.Validation;

/// <summary>What is said of objects of flow control, devices, autoscaling and access reviews that are not right.</summary>
public sealed class PolicyValidationTests
{
    [Theory]
    [InlineData("flowschemas", """{"priorityLevelConfiguration":{"name":"a"},"matchingPrecedence":1}""", "spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1")]
    [InlineData("flowschemas", """{"priorityLevelConfiguration":{"name":""}}""", "spec.priorityLevelConfiguration.name: Required value: must reference a priority level")]
    [InlineData("flowschemas", """{"priorityLevelConfiguration":{"name":"a"},"distinguisherMethod":{"type":"x"}}""", "spec.distinguisherMethod.type: Unsupported value: {\"Type\":\"x\"}: supported values: \"ByNamespace\", \"ByUser\"")]
    [InlineData("flowschemas", """{"priorityLevelConfiguration":{"name":"a"},"rules":[{"subjects":[{"kind":"Group","group":{"name":"g"}}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/a*"]}]}]}""", "spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: \"/a*\": wildcard can only do suffix matching")]
    [InlineData("flowschemas", """{"priorityLevelConfiguration":{"name":"a"}}""", "")]
    [InlineData("prioritylevelconfigurations", """{"type":"Exempt"}""", "spec.type: Invalid value: \"Exempt\": type must be 'Exempt' if and only if name is 'exempt'")]
    [InlineData("prioritylevelconfigurations", """{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":4,"handSize":5}}}}""", "spec.limited.limitResponse.queuing.handSize: Invalid value: 5: should not be greater than queues (4)")]
    [InlineData("prioritylevelconfigurations", """{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{}}}}""", "")]
    [InlineData("deviceclasses", """{"selectors":[{}]}""", "spec.selectors[0].cel: Required value")]
    [InlineData("deviceclasses", """{"extendedResourceName":"kubernetes.io/x"}""", "spec.extendedResourceName: Invalid value: \"kubernetes.io/x\": must be a valid extended resource name")]
    [InlineData("resourceclaims", """{"devices":{"requests":[{"name":"r"}]}}""", "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required")]
    [InlineData("resourceclaims", """{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}""", "")]
    [InlineData("resourceslices", """{"driver":"d.example","nodeName":"n","pool":{"name":"p","resourceSliceCount":1},"devices":[{"name":"a","allNodes":true}]}""", "spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec")]
    [InlineData("resourceslices", """{"driver":"d.example","allNodes":true,"nodeName":"n","pool":{"name":"p","resourceSliceCount":1}}""", "spec: Invalid value: \"{`nodeName`, `allNodes`}\": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set")]
    public void A_new_object_is_told_what_is_wrong_with_it(string resource, string spec, string expected) => Assert.Equal(expected, Judge(resource, "x", spec));

    [Fact]
    public void The_spec_of_a_mandatory_object_stays()
    {
        Assert.Contains("spec of 'exempt' must equal the fixed value", Judge("flowschemas", "exempt", """{"priorityLevelConfiguration":{"name":"exempt"},"matchingPrecedence":1}"""), StringComparison.Ordinal);
        Assert.Equal("", Judge("prioritylevelconfigurations", "exempt", """{"type":"Exempt","exempt":{"nominalConcurrencyShares":7}}"""));
    }

    [Fact]
    public void An_access_review_asks_one_thing_about_somebody()
    {
        SubjectAccessReview review = new();
        review.Metadata.Name = "a";
        FieldErrors errors = new();

        AccessReviewValidation.Validate(review, errors);

        Assert.Equal(
            "[spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, "
            + "spec.user: Invalid value: \"\": at least one of user or group must be specified, metadata: Invalid value: {\"name\":\"a\"}: must be empty]",
            errors.ToString());
    }

    private static string Judge(string plural, string name, string spec)
    {
        var resource = ApiCatalog.Resources.Single(r => r.Gvr.Resource == plural && r.Gvr.Version == "v1");
        var obj = (KubeObject)resource.Kind.Create();
        var meta = resource.Namespaced ? $$"""{"name":"{{name}}","namespace":"default"}""" : $$"""{"name":"{{name}}"}""";
        KubeCodec.DecodeInto(obj, Encoding.UTF8.GetBytes($$"""{"metadata":{{meta}},"spec":{{spec}}}"""));
        var strategy = StrategyTable.For(resource);
        strategy.Default(obj);
        strategy.PrepareForCreate(obj);
        FieldErrors errors = new();
        strategy.Validate(obj, errors);
        return errors.IsEmpty ? "" : errors.ToString();
    }
}
