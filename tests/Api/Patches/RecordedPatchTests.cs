using System.IO.Compression;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.Api.Schema;
using Xunit.Abstractions;

namespace Kybernet.Api.Tests.Patches;

/// <summary>Patches that a real server has applied, applied here: the objects must come out the same.</summary>
public sealed class RecordedPatchTests(ITestOutputHelper output)
{
    [Fact]
    public void Recorded_patches_give_what_the_real_server_gave()
    {
        if (SharedFacts.Path("oracle/patch.jsonl.gz") is not { } path)
        {
            output.WriteLine("shared/facts is absent: nothing was tried");
            return;
        }

        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        Dictionary<string, (int Same, int All)> counts = [];
        while (reader.ReadLine() is { } line)
        {
            JsonObject? before = null;
            foreach (var item in JsonValue.Parse(line).AsObject()["steps"].AsArray())
            {
                var step = item.AsObject();
                var after = step["output"].ObjectOrNull;
                var kind = step["contentType"].StringOrNull ?? "";
                if (before is not null && step["method"].StringOrNull == "PATCH" && !kind.Contains("apply"))
                {
                    var same = Try(kind, before.Clone(), step["body"].Clone(), step["status"].AsInteger(), after!);
                    var (good, all) = counts.GetValueOrDefault(kind);
                    counts[kind] = (good + (same ? 1 : 0), all + 1);
                }

                if (step["status"].AsInteger() is 200 or 201) before = after;
            }
        }

        foreach (var (kind, (same, all)) in counts)
        {
            output.WriteLine($"{kind}: {same} of {all}");
            Assert.InRange(same, all * 97 / 100, all);
        }
    }

    private bool Try(string kind, JsonObject before, JsonValue patch, long status, JsonObject expected)
    {
        JsonObject patched;
        try
        {
            patched = (kind switch
            {
                "application/json-patch+json" => JsonPatch.From(patch).Apply(before),
                "application/merge-patch+json" => MergePatch.Apply(before, patch),
                _ => StrategicMergePatch.Apply(before, patch.AsObject(), new TypePatchSchema(SchemaOf(before))),
            }).AsObject();
        }
        catch (PatchException e)
        {
            return status == (long)e.Failure && e.Message == expected["message"].StringOrNull;
        }

        // What the server refused for other reasons, it patched first all the same.
        if (status != 200) return status is 400 or 422;
        var (ours, theirs) = (Typed(patched), Typed(expected));
        if (ours != theirs) output.WriteLine($"{kind}\n  patch  {patch}\n  ours   {ours}\n  theirs {theirs}");
        return ours == theirs;
    }

    private static TypeSchema SchemaOf(JsonObject o) => SchemaCatalog.Find(Gvk(o))!;

    private static GroupVersionKind Gvk(JsonObject o)
    {
        var gv = GroupVersion.Parse(o["apiVersion"].AsString());
        return new(gv.Group, gv.Version, o["kind"].AsString());
    }

    // Through the typed object, as the server does, and without what the server itself keeps.
    private static string Typed(JsonObject o)
    {
        var metadata = o["metadata"].AsObject();
        metadata.Remove("managedFields");
        metadata.Remove("generation");
        o.Remove("status");
        var typed = ApiCatalog.FindKind(Gvk(o))!.Create();
        KubeCodec.DecodeInto(typed, ((JsonValue)o).Encode(), null);
        return System.Text.Encoding.UTF8.GetString(KubeCodec.Encode(typed));
    }
}
