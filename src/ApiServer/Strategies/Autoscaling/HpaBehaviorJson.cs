using Kybernet.Api;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>
/// The behaviour of an autoscaler as upstream writes it into an annotation of v1: the fields of its internal type, under their
/// names in Go, which are v2's with a capital letter, and null for what is not there.
/// </summary>
internal static class HpaBehaviorJson
{
    /// <summary>Writes a behaviour.</summary>
    public static string Write(HorizontalPodAutoscalerBehavior behavior)
    {
        JsonValue json = new JsonObject { ["ScaleUp"] = Rules(behavior.ScaleUp), ["ScaleDown"] = Rules(behavior.ScaleDown) };
        return json.ToString();
    }

    /// <summary>Reads a behaviour, its fields spelled either way; null when it says nothing.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    /// <exception cref="JsonDecodeException">It is none.</exception>
    public static HorizontalPodAutoscalerBehavior? Read(JsonValue json)
    {
        if (json.IsNull) return null;
        JsonValue fields = new JsonObject { ["scaleUp"] = Fields(Field(json, "scaleUp")), ["scaleDown"] = Fields(Field(json, "scaleDown")) };
        var behavior = KubeCodec.Decode<HorizontalPodAutoscalerBehavior>(fields.Encode());
        return behavior is { ScaleUp: null, ScaleDown: null } ? null : behavior;
    }

    private static JsonValue Rules(HPAScalingRules? rules) => rules is null ? JsonValue.Null : new JsonObject
    {
        ["StabilizationWindowSeconds"] = rules.StabilizationWindowSeconds is { } window ? window : JsonValue.Null,
        ["SelectPolicy"] = rules.SelectPolicy,
        ["Policies"] = rules.Policies.IsNil ? JsonValue.Null : new JsonArray(rules.Policies.Select(Policy)),
        ["Tolerance"] = rules.Tolerance?.ToString(),
    };

    private static JsonValue Policy(HPAScalingPolicy policy) =>
        new JsonObject { ["Type"] = policy.Type, ["Value"] = policy.Value, ["PeriodSeconds"] = policy.PeriodSeconds };

    private static JsonValue Fields(JsonValue rules) => rules.IsNull ? rules : new JsonObject
    {
        ["stabilizationWindowSeconds"] = Field(rules, "stabilizationWindowSeconds"),
        ["selectPolicy"] = Field(rules, "selectPolicy"),
        ["policies"] = Field(rules, "policies") is { IsNull: false } policies ? new JsonArray(policies.AsArray().Select(PolicyFields)) : JsonValue.Null,
        ["tolerance"] = Field(rules, "tolerance"),
    };

    private static JsonValue PolicyFields(JsonValue policy) => new JsonObject
    {
        ["type"] = Field(policy, "type"),
        ["value"] = Field(policy, "value"),
        ["periodSeconds"] = Field(policy, "periodSeconds"),
    };

    private static JsonValue Field(JsonValue json, string name)
    {
        foreach (var (key, value) in json.AsObject())
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return JsonValue.Null;
    }
}
