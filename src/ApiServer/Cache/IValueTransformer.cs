using Kybernet.Storage;

namespace Kybernet.ApiServer.Cache;

/// <summary>Changes values on their way into the store and back: the place of encryption at rest. The key is bound to the value.</summary>
internal interface IValueTransformer
{
    /// <summary>What is to be stored.</summary>
    ReadOnlyMemory<byte> ToStore(StoreKey key, ReadOnlyMemory<byte> value);

    /// <summary>What was meant by what is stored.</summary>
    ReadOnlyMemory<byte> FromStore(StoreKey key, ReadOnlyMemory<byte> stored);
}

/// <summary>Values as they are; store and caches share their arrays.</summary>
internal sealed class IdentityTransformer : IValueTransformer
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToStore(StoreKey key, ReadOnlyMemory<byte> value) => value;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> FromStore(StoreKey key, ReadOnlyMemory<byte> stored) => stored;
}
