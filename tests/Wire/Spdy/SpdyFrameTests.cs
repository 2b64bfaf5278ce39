using System.Buffers;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Wire.Spdy;

namespace Kybernet.Wire.Tests.Spdy;

public sealed class SpdyFrameTests
{
    [Fact]
    public void The_dictionary_is_the_one_that_the_checksum_names()
    {
        Assert.Equal(1423, SpdyDictionary.Bytes.Length);
        uint a = 1, b = 0;
        foreach (var octet in SpdyDictionary.Bytes) (a, b) = ((a + octet) % 65521, (b + (a + octet) % 65521) % 65521);
        Assert.Equal(SpdyDictionary.Adler32, b << 16 | a);
    }

    [Fact]
    public void A_header_block_names_the_dictionary_and_refers_to_it()
    {
        ArrayBufferWriter<byte> output = new();
        using SpdyHeaderCompressor compressor = new();

        compressor.Compress(SpdyDictionary.Bytes, output);

        Assert.Equal("E3C6A7C2", Convert.ToHexString(output.WrittenSpan[2..6]));
        Assert.InRange(output.WrittenCount, 7, 60);
    }

    /// <summary>Any frame, with header values of any text and names as they may be on the wire.</summary>
    public sealed class Conversation
    {
        internal IReadOnlyList<SpdyFrame> Frames { get; init; } = [];

        public override string ToString() => string.Join("; ", Frames.Select(Describe));

        public static Arbitrary<Conversation> Arbitrary()
        {
            var id = Gen.Choose(1, int.MaxValue).Select(n => (uint)n);
            var number = ArbMap.Default.GeneratorFor<uint>();
            var flag = ArbMap.Default.GeneratorFor<bool>();
            var name = Gen.Choose('a', 'z').Select(c => (char)c).ArrayOf(6).Select(letters => new string(letters));
            var value = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Wellformed(text.Get));
            var headers = Gen.Zip(name, value).ListOf()
                .Select(pairs => (IReadOnlyDictionary<string, string>)pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));
            var payload = ArbMap.Default.GeneratorFor<byte[]>();
            var settings = Gen.Zip(flag, number).ListOf()
                .Select(values => (IReadOnlyList<SpdySetting>)values.Select(v => new SpdySetting(v.Item1 ? (byte)1 : (byte)0, v.Item2 & 0xff_ffff, v.Item2)).ToList());
            var frame = Gen.OneOf<SpdyFrame>(
                from i in id from h in headers from f in flag from u in flag select (SpdyFrame)new SpdyFrame.SynStream(i, h, f, u),
                from i in id from h in headers from f in flag select (SpdyFrame)new SpdyFrame.SynReply(i, h, f),
                from i in id from h in headers from f in flag select (SpdyFrame)new SpdyFrame.MoreHeaders(i, h, f),
                from i in id from s in Gen.Choose(1, 11) select (SpdyFrame)new SpdyFrame.RstStream(i, (SpdyResetStatus)s),
                from s in settings select (SpdyFrame)new SpdyFrame.Settings(s),
                from n in number select (SpdyFrame)new SpdyFrame.Ping(n),
                from i in id from s in Gen.Choose(0, 2) select (SpdyFrame)new SpdyFrame.GoAway(i, (SpdyGoAwayStatus)s),
                from i in id from d in id select (SpdyFrame)new SpdyFrame.WindowUpdate(i, d),
                from i in id from p in payload from f in flag select (SpdyFrame)new SpdyFrame.Data(i, p, f));
            return frame.ListOf().Select(frames => new Conversation { Frames = frames.ToList() }).ToArbitrary();
        }

        // Half of a surrogate pair is no text and has no bytes.
        private static string Wellformed(string text) => new(text.Where(c => !char.IsSurrogate(c)).ToArray());
    }

    [Property(Arbitrary = [typeof(Conversation)])]
    public async Task What_is_written_is_read_again(Conversation conversation)
    {
        ArrayBufferWriter<byte> bytes = new();
        using SpdyFrameWriter writer = new();
        foreach (var frame in conversation.Frames) writer.Write(frame, bytes);
        using SpdyFrameReader reader = new(new MemoryStream(bytes.WrittenSpan.ToArray()));

        foreach (var frame in conversation.Frames) Assert.Equal(Describe(frame), Describe(await reader.ReadAsync(default)));
        Assert.Null(await reader.ReadAsync(default));
    }

    [Property]
    public async Task Noise_is_refused_and_never_crashes(byte[] noise)
    {
        using SpdyFrameReader reader = new(new MemoryStream(noise));
        try
        {
            while (await reader.ReadAsync(default) is not null)
            {
            }
        }
        catch (Exception e) when (e is SpdyProtocolException or EndOfStreamException)
        {
        }
    }

    [Property(Arbitrary = [typeof(Conversation)])]
    public async Task A_damaged_frame_is_refused_or_another_frame(Conversation conversation, byte[] damage)
    {
        ArrayBufferWriter<byte> bytes = new();
        using SpdyFrameWriter writer = new();
        foreach (var frame in conversation.Frames) writer.Write(frame, bytes);
        var damaged = bytes.WrittenSpan.ToArray();
        for (var i = 0; i < damage.Length && damaged.Length > 0; i++) damaged[(damage[i] * 31 + i) % damaged.Length] ^= damage[i];

        await Noise_is_refused_and_never_crashes(damaged);
    }

    [Fact]
    public async Task Large_data_is_handed_on_in_pieces_and_ends_with_the_last()
    {
        var payload = new byte[3 * SpdyFrameReader.BufferLength + 5];
        new Random(1).NextBytes(payload);
        ArrayBufferWriter<byte> bytes = new();
        using SpdyFrameWriter writer = new();
        writer.Write(new SpdyFrame.Data(7, payload, Fin: true), bytes);
        using SpdyFrameReader reader = new(new MemoryStream(bytes.WrittenSpan.ToArray()));

        MemoryStream got = new();
        List<bool> fins = [];
        while (await reader.ReadAsync(default) is SpdyFrame.Data data)
        {
            got.Write(data.Payload.Span);
            fins.Add(data.Fin);
        }

        Assert.Equal(payload, got.ToArray());
        Assert.Equal([false, false, false, true], fins);
    }

    [Fact]
    public async Task A_header_block_that_unpacks_to_too_much_is_refused()
    {
        ArrayBufferWriter<byte> bytes = new();
        using SpdyFrameWriter writer = new();
        writer.Write(new SpdyFrame.SynStream(1, new Dictionary<string, string> { ["a"] = new('x', 1 << 20) }), bytes);
        using SpdyFrameReader reader = new(new MemoryStream(bytes.WrittenSpan.ToArray()));

        var error = await Assert.ThrowsAsync<SpdyProtocolException>(async () => await reader.ReadAsync(default));

        Assert.Contains("larger than 65536", error.Message);
    }

    [Fact]
    public void Plain_zlib_without_the_dictionary_is_read_too()
    {
        MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write("hello"u8);
        using SpdyHeaderDecompressor decompressor = new();

        // The stream's end, which no session ever sends, is an error; the bytes before it are fine.
        Assert.Equal("hello"u8.ToArray(), decompressor.Decompress(compressed.ToArray().AsSpan(0, (int)compressed.Length - 5)).ToArray());
    }

    private static string Describe(SpdyFrame? frame) => frame switch
    {
        SpdyFrame.SynStream syn => $"SYN {syn.Id} {syn.Fin} {syn.Unidirectional} {Describe(syn.Headers)}",
        SpdyFrame.SynReply reply => $"REPLY {reply.Id} {reply.Fin} {Describe(reply.Headers)}",
        SpdyFrame.MoreHeaders headers => $"HEADERS {headers.Id} {headers.Fin} {Describe(headers.Values)}",
        SpdyFrame.Data data => $"DATA {data.Id} {data.Fin} {Convert.ToHexString(data.Payload.Span)}",
        SpdyFrame.Settings settings => $"SETTINGS {string.Join(",", settings.Values)}",
        null => "none",
        _ => frame.ToString(),
    };

    private static string Describe(IReadOnlyDictionary<string, string> headers) =>
        string.Join("|", headers.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}={h.Value}"));
}
