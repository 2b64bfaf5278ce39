using System.Runtime.InteropServices;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// The system's zlib. .NET carries one of its own, but keeps preset dictionaries, which SPDY's headers need, to itself.
/// </summary>
internal static unsafe partial class Zlib
{
    public const int Ok = 0;
    public const int NeedDictionary = 2;
    public const int BufferError = -5;
    public const int SyncFlush = 2;
    public const int DefaultCompression = -1;

    private const string Library = "libz.so.1";

    /// <summary>zlib compares only the first digit: it is the version of the interface.</summary>
    private const string InterfaceVersion = "1";

    public static int DeflateInit(State* state, int level) => DeflateInit(state, level, InterfaceVersion, sizeof(State));

    public static int InflateInit(State* state) => InflateInit(state, InterfaceVersion, sizeof(State));

    [LibraryImport(Library, EntryPoint = "deflate")]
    public static partial int Deflate(State* state, int flush);

    [LibraryImport(Library, EntryPoint = "deflateSetDictionary")]
    public static partial int DeflateSetDictionary(State* state, byte* dictionary, uint length);

    [LibraryImport(Library, EntryPoint = "deflateEnd")]
    public static partial int DeflateEnd(State* state);

    [LibraryImport(Library, EntryPoint = "inflate")]
    public static partial int Inflate(State* state, int flush);

    [LibraryImport(Library, EntryPoint = "inflateSetDictionary")]
    public static partial int InflateSetDictionary(State* state, byte* dictionary, uint length);

    [LibraryImport(Library, EntryPoint = "inflateEnd")]
    public static partial int InflateEnd(State* state);

    [LibraryImport(Library, EntryPoint = "deflateInit_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DeflateInit(State* state, int level, string version, int size);

    [LibraryImport(Library, EntryPoint = "inflateInit_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InflateInit(State* state, string version, int size);

    /// <summary>zlib's <c>z_stream</c>. It may not move in memory: zlib keeps its address.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct State
    {
        public byte* NextIn;
        public uint AvailableIn;
        public nuint TotalIn;
        public byte* NextOut;
        public uint AvailableOut;
        public nuint TotalOut;
        public byte* Message;
        public void* Internal;
        public void* Allocate;
        public void* Free;
        public void* Opaque;
        public int DataType;
        public nuint Adler;
        public nuint Reserved;
    }
}
