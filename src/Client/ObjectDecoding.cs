using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>From what a transport brings to what a caller gets.</summary>
internal static class ObjectDecoding
{
    /// <summary>An object of the caller's own, free to be changed.</summary>
    public static T Own<T>(TransportObject value) where T : KubeObject, new() =>
        value.Shared is T shared ? (T)shared.Clone() : KubeCodec.Decode<T>(value.Json.Span);

    /// <summary>The frozen object that everybody shares; decoded and frozen when the transport has only its JSON.</summary>
    public static T Shared<T>(TransportObject value) where T : KubeObject, new()
    {
        if (value.Shared is T shared) return shared;
        var decoded = Own<T>(value);
        decoded.Freeze();
        return decoded;
    }
}
