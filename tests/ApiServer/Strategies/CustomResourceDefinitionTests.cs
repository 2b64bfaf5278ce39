using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>Defaults and rules of CustomResourceDefinitions.</summary>
public sealed class CustomResourceDefinitionTests
{
    private const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Schema = "spec.validation.openAPIV3Schema";

    [Fact]
    public void A_definition_gets_its_defaults_and_remembers_its_storage_version()
    {
        var answer = Answer.ToCreate(Path, Definition("""{"type":"object"}"""));

        Assert.Equal("""{"plural":"webs","singular":"web","kind":"Web","listKind":"WebList"}""", answer["spec"]!["names"]!.ToJsonString());
        Assert.Equal("""{"strategy":"None"}""", answer["spec"]!["conversion"]!.ToJsonString());
        Assert.Equal("""{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":["v1"]}""", answer["status"]!.ToJsonString());
        Assert.Equal(1, (int)answer["metadata"]!["generation"]!);
    }

    [Theory]
    [InlineData("""{}""", ".type: Required value: must not be empty at the root")]
    [InlineData("""{"type":"string"}""", ".type: Invalid value: \"string\": must be object at the root")]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", ".properties[a].type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}}}""", ".properties[a].items: Required value: must be specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{}}}}""", ".properties[a].items.type: Required value: must not be empty for specified array items")]
    [InlineData("""{"type":"object","properties":{"metadata":{"type":"object","description":"d"}}}""",
        ".properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","anyOf":[{"type":"string"}]}}}""", ".properties[a].anyOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","anyOf":[{"properties":{"b":{"minLength":1}}}]}""", ".properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.anyOf[0].properties[b]")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-list-type":"set"}}}""",
        ".properties[a].type: Invalid value: \"string\": must be array if x-kubernetes-list-type is specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"}}}}}}""",
        ".properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("""{"type":"object","x-kubernetes-validations":[{"rule":" "}]}""", ".x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":false}""", ".x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined")]
    [InlineData("""{"type":"object","$schema":"s"}""", ": Invalid value: \"\": OpenAPIV3Schema 'schema' is not supported")]
    [InlineData("""{"type":"object","properties":{"kind":{"type":"string","default":"K"}}}""", ".properties[kind].default: Forbidden: must not be set in top-level kind")]
    public void A_schema_is_refused(string schema, string cause) => Assert.Equal([Schema + cause], Answer.Causes(Answer.ToCreate(Path, Definition(schema))));

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}}}""")]
    [InlineData("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","pattern":"a"}}}}}""")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""")]
    [InlineData("""{"type":"object","properties":{"a":{"x-kubernetes-preserve-unknown-fields":true}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"}}}}}}""")]
    public void A_schema_is_taken(string schema) => Assert.Empty(Answer.Causes(Answer.ToCreate(Path, Definition(schema))));

    [Fact]
    public void Schemas_that_differ_are_judged_in_their_versions()
    {
        var definition = Json("""{"type":"object"}""");
        definition["spec"]!["versions"]!.AsArray().Add(JsonNode.Parse("""{"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"array"}}}"""));

        Assert.Equal(
            [
                "spec.versions[1].schema.openAPIV3Schema.items: Required value: must be specified",
                "spec.versions[1].schema.openAPIV3Schema.type: Invalid value: \"array\": must be object at the root",
            ],
            Answer.Causes(Answer.ToCreate(Path, definition.ToJsonString())));
    }

    [Fact]
    public void A_group_of_the_community_needs_approval()
    {
        var definition = Json("""{"type":"object"}""");
        definition["metadata"]!["name"] = "webs.a.k8s.io";
        definition["spec"]!["group"] = "a.k8s.io";
        Assert.Equal(
            ["metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"],
            Answer.Causes(Answer.ToCreate(Path, definition.ToJsonString())));

        definition["metadata"]!["annotations"] = JsonNode.Parse("""{"api-approved.kubernetes.io":"https://github.com/a/b/pull/1"}""");
        Assert.Empty(Answer.Causes(Answer.ToCreate(Path, definition.ToJsonString())));
    }

    [Fact]
    public void What_was_a_storage_version_must_stay()
    {
        var now = Json("""{"type":"object"}""");
        now["metadata"]!["resourceVersion"] = "1";
        now["spec"]!["versions"]![0]!["name"] = "v2";

        Assert.Equal(
            ["status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions"],
            Answer.Causes(Answer.ToUpdate(Path + "/webs.example.com", Definition("""{"type":"object"}"""), now.ToJsonString())));
    }

    [Theory]
    [InlineData(".spec.a", null)]
    [InlineData(".spec.b", "is an invalid path: does not refer to a valid field")]
    [InlineData("spec.a", "is an invalid path: expected [ or . but got: spec")]
    [InlineData(".spec", "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.")]
    public void A_selectable_field_is_in_the_schema(string path, string? fault)
    {
        var definition = Json("""{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"}}}}}""");
        definition["spec"]!["versions"]![0]!["selectableFields"] = new JsonArray(new JsonObject { ["jsonPath"] = path });

        Assert.Equal(
            fault is null ? [] : [$"spec.selectableFields[0].jsonPath: Invalid value: \"{path}\": {fault}"],
            Answer.Causes(Answer.ToCreate(Path, definition.ToJsonString())));
    }

    private static string Definition(string schema) => Json(schema).ToJsonString();

    private static JsonNode Json(string schema) => JsonNode.Parse($$$"""
        {"metadata":{"name":"webs.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"webs","kind":"Web"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{schema}}}}}]}}
        """)!;
}
