using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>From what a transport brings to what a caller gets.</summary>
internal static class ObjectDecoding
{
    /// <summary>An object of the caller's own, free to be changed.</summary>
    public static T Own<T>(TransportObject value) where T : KubeObject, new() =>
        value.Shared is null ? KubeCodec.Decode<T>(value.Json.Span) : (T)Shared<T>(value).Clone();

    /// <summary>The frozen object that everybody shares; decoded and frozen when the transport has only its JSON.</summary>
    public static T Shared<T>(TransportObject value) where T : KubeObject, new()
    {
        if (value.Shared is T shared) return shared;
        var decoded = Convert<T>(value);
        decoded.Freeze();
        return decoded;
    }

    private static T Convert<T>(TransportObject value) where T : KubeObject, new()
    {
        if (value.Shared is not { } other) return KubeCodec.Decode<T>(value.Json.Span);
        // Metadata alone is asked for: it is shared, the rest of the object need not be kept for it.
        if (typeof(T) == typeof(PartialObjectMetadata)) return new T { Metadata = other.Metadata };
        return KubeCodec.Decode<T>(KubeCodec.Encode(other));
    }
}
