namespace Kybernet.Storage;

/// <summary>How a range is read. <c>default</c> reads all of it as it is now.</summary>
public readonly record struct RangeOptions
{
    /// <summary>The revision to read at; 0 for the current one.</summary>
    public long Revision { get; init; }

    /// <summary>The most items to return; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Only count: no items are returned.</summary>
    public bool CountOnly { get; init; }

    /// <summary>Leave the values empty.</summary>
    public bool KeysOnly { get; init; }
}
