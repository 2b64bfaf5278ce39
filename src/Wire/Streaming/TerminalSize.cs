using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kybernet.Wire.Streaming;

/// <summary>The size of a terminal in characters, as kubectl sends it over the resize stream.</summary>
public readonly record struct TerminalSize(ushort Width, ushort Height)
{
    /// <summary>Its JSON and a line break, as Go's encoder writes it.</summary>
    internal byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, TerminalSizeJson.Default.TerminalSize), (byte)'\n'];

    /// <summary>The sizes that come in over <paramref name="stream"/>, until it ends or says something else.</summary>
    internal static async IAsyncEnumerable<TerminalSize> ReadAllAsync(
        Stream? stream, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (stream is null) yield break;
        var sizes = JsonSerializer.DeserializeAsyncEnumerable(
            stream, TerminalSizeJson.Default.TerminalSize, topLevelValues: true, cancellation);
        await foreach (var size in sizes) yield return size;
    }
}

[JsonSerializable(typeof(TerminalSize))]
internal sealed partial class TerminalSizeJson : JsonSerializerContext;
