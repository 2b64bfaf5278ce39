using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Tests;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>Holds our documents against those of a real API server of 1.36: everything but descriptions and media types.</summary>
public sealed class RecordedSpecTests(ITestOutputHelper output)
{
    // Told of every group version, also of those that only the real server has.
    private static readonly string[] ManyKinds = ["DeleteOptions", "WatchEvent"];

    [Fact]
    public void Version_2_tells_what_the_real_server_tells()
    {
        if (Read("openapi/swagger.json") is not { } recorded) return;
        var ours = Spec.V2();

        var types = Compare("definitions", Field(ours, "definitions"), Field(recorded, "definitions"), all: false);
        var paths = Compare("paths", Field(ours, "paths"), Resolved(recorded), all: false);
        Assert.Empty(types);
        Assert.Empty(paths);
    }

    [Theory]
    [InlineData("v1", "openapi/api__v1_openapi.json")]
    [InlineData("apps/v1", "openapi/apis__apps__v1_openapi.json")]
    public void Version_3_tells_what_the_real_server_tells(string version, string file)
    {
        if (Read(file) is not { } recorded) return;
        var ours = Spec.V3(version);

        var types = Compare("schemas", ours.Get("components", "schemas").AsObject(), recorded.Get("components", "schemas").AsObject(), all: true);
        var paths = Compare("paths", Field(ours, "paths"), Field(recorded, "paths"), all: true);
        Assert.Empty(types);
        Assert.Empty(paths);
    }

    private JsonObject? Read(string file)
    {
        if (SharedFacts.Path(file) is { } path) return JsonValue.Parse(File.ReadAllBytes(path)).AsObject();
        output.WriteLine("no folder shared beside the repository: nothing to compare with");
        return null;
    }

    private static JsonObject Field(JsonObject o, string name) => o[name].AsObject();

    private List<string> Compare(string what, JsonObject ours, JsonObject recorded, bool all)
    {
        List<string> differences = [];
        foreach (var (name, value) in ours)
        {
            if (!recorded.TryGet(name, out var expected)) differences.Add($"{name} is only ours");
            else if (Normal(value, name) != Normal(expected, name)) differences.Add($"{name}\n  want {Normal(expected, name)}\n  got  {Normal(value, name)}");
        }

        if (all) differences.AddRange(recorded.Where(r => !ours.Contains(r.Key)).Select(r => $"{r.Key} is missing"));
        output.WriteLine($"{what}: {ours.Count - differences.Count} of {ours.Count} are the same ({recorded.Count} recorded)");
        foreach (var difference in differences.Take(40)) output.WriteLine(difference);
        return differences;
    }

    private static JsonObject Resolved(JsonObject swagger)
    {
        const string Prefix = "#/parameters/";
        var parameters = Field(swagger, "parameters");
        JsonValue Resolve(JsonValue value)
        {
            if (value.ObjectOrNull is { } o)
            {
                if (o["$ref"].StringOrNull is { } target && target.StartsWith(Prefix, StringComparison.Ordinal)) return parameters[target[Prefix.Length..]];
                JsonObject result = new();
                foreach (var (key, field) in o) result[key] = Resolve(field);
                return result;
            }

            return value.ArrayOrNull is { } array ? new JsonArray(array.Select(Resolve)) : value;
        }

        return Resolve(Field(swagger, "paths")).AsObject();
    }

    // Without descriptions, media types and the wrapping of references; required fields and parameters in order of name.
    private static JsonValue Normal(JsonValue value, string name)
    {
        if (value.ArrayOrNull is { } array)
        {
            var items = array.Select(i => Normal(i, "")).ToList();
            if (name is "required" or "parameters") items = [.. items.OrderBy(i => i.ObjectOrNull is { } p ? p["name"] + p["in"].ToString() : i.ToString(), StringComparer.Ordinal)];
            return new JsonArray(items);
        }

        if (value.ObjectOrNull is not { } o) return value;
        JsonObject result = new();
        foreach (var (key, field) in o)
        {
            if (key is "consumes" or "produces" || (key == "description" && field.StringOrNull is not null)) continue;
            if (key == "content" && name != "properties") result[key] = field.AsObject().Select(c => Normal(c.Value, key)).First();
            else if (key == "allOf" && field.ArrayOrNull is { Count: 1 } single) result["$ref"] = single[0].AsObject()["$ref"];
            else if (key == "x-kubernetes-group-version-kind" && field.ArrayOrNull is not null && ManyKinds.Any(k => name.EndsWith(k, StringComparison.Ordinal))) continue;
            else result[key] = Normal(field, key);
        }

        return result;
    }
}
