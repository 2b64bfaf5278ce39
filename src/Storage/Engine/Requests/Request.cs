using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

/// <summary>Something for the writer to do: evaluated on the state, answered when its batch is durable.</summary>
internal abstract class Request
{
    /// <summary>About how many bytes it adds to its batch.</summary>
    public virtual int Bytes => 0;

    public abstract void Evaluate(MvccState state, TimeSpan now);

    /// <summary>Answers with what <see cref="Evaluate"/> found.</summary>
    public abstract void Complete();

    /// <summary>Answers with a failure.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>A request with an answer of type <typeparamref name="TResult"/>.</summary>
internal abstract class Request<TResult> : Request
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;
    private StoreException? _refusal;

    public Task<TResult> Task => _completion.Task;

    public sealed override void Evaluate(MvccState state, TimeSpan now)
    {
        try
        {
            _result = Run(state, now);
        }
        catch (StoreException refusal)
        {
            _refusal = refusal;
        }
    }

    public override void Complete()
    {
        if (_refusal is null) _completion.TrySetResult(_result);
        else _completion.TrySetException(_refusal);
    }

    public override void Fail(Exception reason) => _completion.TrySetException(reason);

    /// <summary>Does it. A <see cref="StoreException"/> refuses this request alone, and nothing may have changed by then.</summary>
    protected abstract TResult Run(MvccState state, TimeSpan now);
}
