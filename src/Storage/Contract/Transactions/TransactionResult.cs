namespace Kybernet.Storage;

/// <summary>The answer to a transaction.</summary>
/// <param name="Succeeded">Whether the comparisons held.</param>
/// <param name="Revision">The revision it made; the store's revision when it wrote nothing.</param>
/// <param name="Responses">One answer an operation carried out, in order.</param>
public sealed record TransactionResult(bool Succeeded, long Revision, IReadOnlyList<OperationResult> Responses);

/// <summary>The answer to one operation of a transaction.</summary>
public abstract record OperationResult
{
    private OperationResult()
    {
    }

    /// <summary>The answer to <see cref="Operation.Put"/>.</summary>
    /// <param name="KeyValue">The key as written.</param>
    /// <param name="Previous">The key as it was; null when it did not exist.</param>
    public sealed record Put(KeyValue KeyValue, KeyValue? Previous) : OperationResult;

    /// <summary>The answer to <see cref="Operation.Delete"/>.</summary>
    /// <param name="Previous">What was deleted, in key order.</param>
    public sealed record Delete(IReadOnlyList<KeyValue> Previous) : OperationResult;

    /// <summary>The answer to <see cref="Operation.Get"/>.</summary>
    /// <param name="KeyValue">The key; null when it does not exist.</param>
    public sealed record Get(KeyValue? KeyValue) : OperationResult;

    /// <summary>The answer to <see cref="Operation.Read"/>.</summary>
    /// <param name="Result">What was read.</param>
    public sealed record Read(RangeResult Result) : OperationResult;

    /// <summary>The answer to <see cref="Operation.Nested"/>.</summary>
    /// <param name="Result">What was done.</param>
    public sealed record Nested(TransactionResult Result) : OperationResult;
}
