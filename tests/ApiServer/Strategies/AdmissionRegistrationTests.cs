using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>Defaults and rules of webhook configurations and admission policies.</summary>
public sealed class AdmissionRegistrationTests
{
    private const string Root = "/apis/admissionregistration.k8s.io/v1/";
    private const string Rule = """{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}""";

    [Fact]
    public void A_webhook_gets_its_defaults()
    {
        var hook = Answer.ToCreate(Root + "mutatingwebhookconfigurations", Configuration($$$""" "clientConfig":{"service":{"namespace":"a","name":"b"}},"rules":[{{{Rule}}}] """))
            ["webhooks"]![0]!;

        Assert.Equal("Fail", (string?)hook["failurePolicy"]);
        Assert.Equal("Equivalent", (string?)hook["matchPolicy"]);
        Assert.Equal("Never", (string?)hook["reinvocationPolicy"]);
        Assert.Equal(10, (int)hook["timeoutSeconds"]!);
        Assert.Equal("{}", hook["namespaceSelector"]!.ToJsonString());
        Assert.Equal("{}", hook["objectSelector"]!.ToJsonString());
        Assert.Equal("*", (string?)hook["rules"]![0]!["scope"]);
        Assert.Equal(443, (int)hook["clientConfig"]!["service"]!["port"]!);
    }

    [Theory]
    [InlineData(""" "clientConfig":{} """, "webhooks[0].clientConfig: Required value: exactly one of url or service is required")]
    [InlineData(""" "clientConfig":{"url":"http://a/b"} """, "webhooks[0].clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]")]
    [InlineData(""" "clientConfig":{"url":"https://me@a/b"} """, "webhooks[0].clientConfig.url: Invalid value: \"me\": user information is not permitted in the URL")]
    [InlineData(""" "clientConfig":{"url":"https://a/b#c"} """, "webhooks[0].clientConfig.url: Invalid value: \"c\": fragments are not permitted in the URL")]
    [InlineData(""" "clientConfig":{"url":"https://a?b=c"} """, "webhooks[0].clientConfig.url: Invalid value: \"b=c\": query parameters are not permitted in the URL")]
    [InlineData(""" "clientConfig":{"service":{"namespace":"a","name":"b","path":"xy/z"}} """, "webhooks[0].clientConfig.service.path: Invalid value: \"xy/z\": must start with a '/'")]
    [InlineData(""" "clientConfig":{"service":{"namespace":"a","name":"b","path":"/x//y"}} """, "webhooks[0].clientConfig.service.path: Invalid value: \"/x//y\": segment[1] may not be empty")]
    [InlineData(""" "clientConfig":{"url":"https://a"},"timeoutSeconds":31 """, "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds")]
    [InlineData(""" "clientConfig":{"url":"https://a"},"matchConditions":[{"name":"n","expression":" "}] """, "webhooks[0].matchConditions[0].expression: Required value")]
    [InlineData(""" "clientConfig":{"url":"https://a"},"rules":[{"apiGroups":["*","apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["*"]}] """,
        "webhooks[0].rules[0].apiGroups: Invalid value: [\"*\",\"apps\"]: if '*' is present, must not specify other API groups")]
    [InlineData(""" "clientConfig":{"url":"https://a"},"rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods/*","pods/log"]}] """,
        "webhooks[0].rules[0].resources[1]: Invalid value: \"pods/log\": if 'pods/*' is present, must not specify pods/log")]
    public void A_webhook_is_refused(string fields, string cause) =>
        Assert.Equal([cause], Answer.Causes(Answer.ToCreate(Root + "validatingwebhookconfigurations", Configuration(fields))));

    [Fact]
    public void A_webhook_change_needs_a_version_and_counts_the_generation()
    {
        const string Fields = """ "clientConfig":{"url":"https://a"} """;
        var path = Root + "validatingwebhookconfigurations/w";
        var without = Answer.ToUpdate(path, Configuration(Fields), Configuration(Fields));
        Assert.Equal(
            """validatingwebhookconfigurations.admissionregistration.k8s.io "w" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update""",
            (string?)without["message"]);

        Assert.Equal(1, Generation(Answer.ToUpdate(path, Configuration(Fields), Versioned(Configuration(Fields)))));
        Assert.Equal(2, Generation(Answer.ToUpdate(path, Configuration(Fields), Versioned(Configuration(""" "clientConfig":{"url":"https://b"} """)))));
    }

    [Fact]
    public void A_policy_gets_its_defaults()
    {
        var policy = Answer.ToCreate(Root + "validatingadmissionpolicies", Policy(""" "validations":[{"expression":"true"}] """));

        Assert.Equal("Fail", (string?)policy["spec"]!["failurePolicy"]);
        Assert.Equal("Equivalent", (string?)policy["spec"]!["matchConstraints"]!["matchPolicy"]);
        Assert.Equal(1, Generation(policy));
    }

    [Theory]
    [InlineData("validatingadmissionpolicies", """ "variables":[{"name":"in","expression":"1"}],"validations":[{"expression":"true"}] """,
        "spec.variables[0].name: Invalid value: \"in\": name is not a valid CEL identifier")]
    [InlineData("validatingadmissionpolicies", """ "validations":[{"expression":"true","message":"a\nb"}] """,
        "spec.validations[0].message: Invalid value: \"a\\nb\": message must not contain line breaks")]
    [InlineData("validatingadmissionpolicies", """ "paramKind":{"apiVersion":"a/b/c","kind":"K"},"validations":[{"expression":"true"}] """,
        "spec.paramKind.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c")]
    [InlineData("mutatingadmissionpolicies", """ "reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch"}] """,
        "spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch")]
    [InlineData("mutatingadmissionpolicies", """ "mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}] """, "spec.reinvocationPolicy: Required value")]
    public void A_policy_is_refused(string resource, string fields, string cause) =>
        Assert.Equal([cause], Answer.Causes(Answer.ToCreate(Root + resource, Policy(fields))));

    [Theory]
    [InlineData(""" "validationActions":["Deny","Warn"] """,
        "spec.validationActions: Invalid value: [\"Deny\",\"Warn\"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)")]
    [InlineData(""" "validationActions":["Deny","Deny"] """, "spec.validationActions[1]: Duplicate value: \"Deny\"")]
    [InlineData(""" "validationActions":["Deny"],"paramRef":{"parameterNotFoundAction":"Deny"} """, "spec.paramRef: Required value: one of name or selector must be specified")]
    public void A_binding_is_refused(string fields, string cause) =>
        Assert.Equal([cause], Answer.Causes(Answer.ToCreate(Root + "validatingadmissionpolicybindings", Object($$""" "spec":{"policyName":"p",{{fields}}} """))));

    private static string Configuration(string fields) =>
        Object($$""" "webhooks":[{"name":"a.example.com","sideEffects":"None","admissionReviewVersions":["v1"],{{fields}}}] """);

    private static string Policy(string fields) => Object($$""" "spec":{"matchConstraints":{"resourceRules":[{{Rule}}]},{{fields}}} """);

    private static string Object(string fields) => $$"""{"metadata":{"name":"w"},{{fields}}}""";

    private static string Versioned(string json)
    {
        var node = JsonNode.Parse(json)!;
        node["metadata"]!["resourceVersion"] = "1";
        return node.ToJsonString();
    }

    private static int Generation(JsonObject answer) => (int)answer["metadata"]!["generation"]!;
}
