using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Xunit.Abstractions;

namespace Kybernet.Api.Tests;

/// <summary>Fully populated objects, decoded and encoded again, are what they were: same values, same order of fields.</summary>
public sealed class RoundtripTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ours =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "roundtrip"), "*.json").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void Our_own_objects_come_back_as_they_were(string file) =>
        Check(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "roundtrip", file)));

    [Fact]
    public void The_recorded_objects_come_back_as_they_were()
    {
        if (SharedFacts.Path("roundtrip") is not { } folder)
        {
            output.WriteLine("shared/facts is absent: only our own objects were tried");
            return;
        }

        var files = Directory.GetFiles(folder, "*.json");
        foreach (var file in files) Check(File.ReadAllBytes(file));
        output.WriteLine($"{files.Length} objects came back as they were");
        Assert.Equal(99, files.Length);
    }

    private static void Check(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var value = Create(document.RootElement);
        List<string> strict = [];
        KubeCodec.DecodeInto(value, json, strict);

        Assert.Empty(strict);
        Assert.Equal(Compact(document), Encoding.UTF8.GetString(KubeCodec.Encode(value)));
        var clone = value.CloneObject();
        Assert.True(clone.DeepEquals(value), "the clone differs");
        value.Freeze();
        Assert.Equal(KubeCodec.Encode(clone), KubeCodec.Encode(value));
    }

    /// <summary>A new object of the kind that the JSON says.</summary>
    internal static ApiType Create(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return Create(document.RootElement);
    }

    /// <summary>The same JSON without white space.</summary>
    internal static string Compact(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return Compact(document);
    }

    private static ApiType Create(JsonElement json)
    {
        // The one recorded object without a kind of its own.
        if (!json.TryGetProperty("kind", out var name)) return new WatchEvent();
        var gv = GroupVersion.Parse(json.GetProperty("apiVersion").GetString()!);
        GroupVersionKind gvk = new(gv.Group, gv.Version, name.GetString()!);
        var kind = ApiCatalog.FindKind(gvk) ?? OldApiCatalog.Kinds.FirstOrDefault(k => k.Gvk == gvk);
        Assert.True(kind is not null, $"no kind {gvk}");
        return kind.Create();
    }

    private static string Compact(JsonDocument document)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, KubeJson.WriterOptions)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
