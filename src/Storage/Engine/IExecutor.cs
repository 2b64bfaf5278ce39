using Kybernet.Storage.Engine.Requests;

namespace Kybernet.Storage.Engine;

/// <summary>How requests get to the writer.</summary>
internal interface IExecutor : IAsyncDisposable
{
    /// <summary>Has a request done and returns its answer.</summary>
    ValueTask<TResult> SubmitAsync<TResult>(Request<TResult> request, CancellationToken cancellation);
}
