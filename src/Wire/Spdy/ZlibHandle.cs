using System.Runtime.InteropServices;

namespace Kybernet.Wire.Spdy;

/// <summary>Owns one zlib state and frees it.</summary>
internal sealed unsafe class ZlibHandle : SafeHandle
{
    private readonly bool _deflates;

    private ZlibHandle(Zlib.State* state, bool deflates) : base(0, ownsHandle: true)
    {
        _deflates = deflates;
        SetHandle((nint)state);
    }

    public override bool IsInvalid => handle == 0;

    public Zlib.State* State
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (Zlib.State*)handle;
        }
    }

    /// <summary>A compressor that starts with SPDY's dictionary.</summary>
    public static ZlibHandle Deflater()
    {
        var handle = Allocate(deflates: true, state => Zlib.DeflateInit(state, Zlib.DefaultCompression));
        fixed (byte* dictionary = SpdyDictionary.Bytes)
            Check(Zlib.DeflateSetDictionary(handle.State, dictionary, (uint)SpdyDictionary.Bytes.Length));
        return handle;
    }

    /// <summary>A decompressor; zlib asks for the dictionary when the first bytes are there.</summary>
    public static ZlibHandle Inflater() => Allocate(deflates: false, Zlib.InflateInit);

    private delegate int Initialize(Zlib.State* state);

    private static ZlibHandle Allocate(bool deflates, Initialize initialize)
    {
        var state = (Zlib.State*)NativeMemory.AllocZeroed((nuint)sizeof(Zlib.State));
        try
        {
            Check(initialize(state));
        }
        catch
        {
            NativeMemory.Free(state);
            throw;
        }

        return new(state, deflates);
    }

    private static void Check(int result)
    {
        if (result != Zlib.Ok) throw new InvalidOperationException($"zlib could not be set up: error {result}");
    }

    protected override bool ReleaseHandle()
    {
        var state = (Zlib.State*)handle;
        // deflateEnd reports bytes not yet fetched as an error; they are not wanted any more.
        _ = _deflates ? Zlib.DeflateEnd(state) : Zlib.InflateEnd(state);
        NativeMemory.Free(state);
        return true;
    }
}
