using System.Runtime.InteropServices;
using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Engine.Requests;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>
/// The writer's thread as a task of a simulation: what arrives while it waits a moment makes up one batch, and between batches it
/// sweeps, as the thread does.
/// </summary>
internal sealed class SimulatedWriter(StoreWriter writer, ExecutionEnvironment environment, Action close) : IExecutor
{
    private readonly Queue<Request> _waiting = new();
    private Task _work = Task.CompletedTask;
    private bool _isClosed;

    public ValueTask<TResult> SubmitAsync<TResult>(Request<TResult> request, CancellationToken cancellation)
    {
        if (_isClosed)
        {
            request.Fail(EmbeddedStore.Closed());
        }
        else
        {
            _waiting.Enqueue(request);
            if (_work.IsCompleted) _work = environment.Run(WorkAsync, CancellationToken.None);
        }
        return new ValueTask<TResult>(request.Task);
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _work;
        close();
    }

    private async Task WorkAsync()
    {
        do
        {
            await environment.Delay(TimeSpan.FromMilliseconds(environment.Random.Next(4)), CancellationToken.None);
            List<Request> batch = [.. _waiting];
            _waiting.Clear();
            writer.Process(CollectionsMarshal.AsSpan(batch));
            if (writer.HasSweepWork) writer.Sweep();
        }
        while (_waiting.Count > 0 || (writer.HasSweepWork && !_isClosed));
    }
}
