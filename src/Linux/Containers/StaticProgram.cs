using System.Buffers.Binary;

namespace Kybernet.Linux.Containers;

/// <summary>Tells programs that run in an empty image from those that need libraries: by the interpreter that these name.</summary>
internal static class StaticProgram
{
    private const int InterpreterSegment = 3; // PT_INTERP

    /// <summary>Whether <paramref name="path"/> is a 64-bit little-endian ELF program that names no interpreter.</summary>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[64];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return false;
        if (!header[..6].SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1])) return false;

        file.Position = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]), count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        var segments = new byte[size * count];
        if (file.ReadAtLeast(segments, segments.Length, throwOnEndOfStream: false) < segments.Length) return false;
        return Enumerable.Range(0, count).All(i => BinaryPrimitives.ReadInt32LittleEndian(segments.AsSpan(i * size)) != InterpreterSegment);
    }
}
