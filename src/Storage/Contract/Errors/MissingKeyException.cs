namespace Kybernet.Storage;

/// <summary>A put was to keep the value or the lease of a key that does not exist. Nothing was done.</summary>
public sealed class MissingKeyException(StoreKey key) : StoreException($"key not found: {key}")
{
    /// <summary>The key.</summary>
    public StoreKey Key => key;
}
