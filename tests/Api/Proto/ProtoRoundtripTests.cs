using System.Text;
using Xunit.Abstractions;

namespace Kybernet.Api.Tests.Proto;

/// <summary>Objects as upstream's protobuf are the same objects as its JSON, and are written byte for byte as upstream writes them.</summary>
public sealed class ProtoRoundtripTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ours => RoundtripTests.Ours;

    [Theory]
    [MemberData(nameof(Ours))]
    public void Our_own_objects_survive_protobuf(string file)
    {
        var json = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "roundtrip", file));
        var value = RoundtripTests.Create(json);
        KubeCodec.DecodeInto(value, json);
        var proto = KubeCodec.EncodeProto(value);
        var again = RoundtripTests.Create(json);
        KubeCodec.DecodeProtoInto(again, proto);

        Assert.Equal(Text(KubeCodec.Encode(value)), Text(KubeCodec.Encode(again)));
        Assert.Equal(proto, KubeCodec.EncodeProto(again));
    }

    [Fact]
    public void The_recorded_objects_are_read_and_written_as_upstream_does()
    {
        if (SharedFacts.Path("roundtrip") is not { } folder)
        {
            output.WriteLine("shared/facts is absent: only our own objects were tried");
            return;
        }

        var files = Directory.GetFiles(folder, "*.pb");
        List<string> wrong = [];
        foreach (var file in files)
        {
            if (Difference(file) is { } difference) wrong.Add($"{Path.GetFileName(file)}: {difference}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        output.WriteLine($"{files.Length} objects came from protobuf and went back byte for byte");
        Assert.Equal(99, files.Length);
    }

    private static string? Difference(string file)
    {
        var proto = File.ReadAllBytes(file);
        var json = File.ReadAllBytes(Path.ChangeExtension(file, ".json"));
        var value = RoundtripTests.Create(json);
        try
        {
            KubeCodec.DecodeProtoInto(value, proto);
        }
        catch (ProtoDecodeException e)
        {
            return e.ToString();
        }

        var (expected, actual) = (RoundtripTests.Compact(json), Text(KubeCodec.Encode(value)));
        if (expected != actual) return $"JSON differs at {expected.AsSpan().CommonPrefixLength(actual)}:\n{expected}\n{actual}";
        var written = KubeCodec.EncodeProto(value);
        if (written.AsSpan().SequenceEqual(proto)) return null;
        var at = written.AsSpan().CommonPrefixLength(proto);
        return $"bytes differ at {at}: {Around(proto, at)} became {Around(written, at)}";
    }

    private static string Around(byte[] bytes, int at)
    {
        var start = Math.Max(0, at - 16);
        return Convert.ToHexString(bytes.AsSpan(start, Math.Min(48, bytes.Length - start)));
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
