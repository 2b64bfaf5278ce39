using Kybernet.Base;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// Calls to a cluster: goes to another member when one fails, tries again for as long as that can do no harm, and says what a failure
/// means. A bounded number of calls is on its way at a time.
/// </summary>
internal sealed class EtcdClient : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A member that has lost its leader must say so, instead of answering from an old state.</summary>
    private static readonly KeyValuePair<string, string>[] Headers = [new("hasleader", "true")];

    private readonly EtcdStoreOptions _options;
    private readonly ExecutionEnvironment _environment;
    private readonly EtcdEndpoints _endpoints;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _closing = new();

    public EtcdClient(EtcdStoreOptions options, ExecutionEnvironment environment)
    {
        _options = options;
        _environment = environment;
        _endpoints = new EtcdEndpoints(options, environment.Time);
        _places = new SemaphoreSlim(options.RequestsInFlight);
    }

    /// <summary>Asks; tried again until it is answered or the time is up.</summary>
    /// <exception cref="EtcdException">etcd refuses it.</exception>
    /// <exception cref="StoreUnavailableException">Nobody answers.</exception>
    public async Task<TResponse> ReadAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            return await CallAsync(method, request, isRead: true, stop.Token, stop.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw EtcdBackedStore.Closed();
        }
    }

    /// <summary>
    /// Changes something; tried again only while it certainly has not been done. Cancelling works until it is sent: from then on the
    /// caller is told how it went.
    /// </summary>
    /// <exception cref="EtcdException">etcd refuses it.</exception>
    /// <exception cref="StoreUnavailableException">Nobody could be reached; it was not done.</exception>
    /// <exception cref="CommitOutcomeUnknownException">It was sent, and there is no answer.</exception>
    public async Task<TResponse> WriteAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await CallAsync(method, request, isRead: false, cancellation, _closing.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CommitOutcomeUnknownException(new StoreUnavailableException("the store was closed meanwhile", e));
        }
    }

    /// <summary>Opens a stream to the member that answers now, for a short talk or (null) for as long as it holds.</summary>
    public GrpcDuplexCall<TRequest, TResponse> Open<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TimeSpan? timeout, out EtcdEndpoint endpoint, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        endpoint = _endpoints.Current;
        return endpoint.Channel.Duplex(method, new GrpcCallOptions { Timeout = timeout, Headers = Headers }, cancellation);
    }

    /// <summary>Turns to another member.</summary>
    public void Leave(EtcdEndpoint endpoint) => _endpoints.Leave(endpoint);

    /// <summary>Gives up what is on its way: nobody waits for it any more.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose() => _endpoints.Dispose();

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, bool isRead, CancellationToken waiting, CancellationToken calling)
        where TRequest : class
        where TResponse : class
    {
        await _places.WaitAsync(waiting);
        try
        {
            var started = _environment.Time.GetTimestamp();
            for (var tries = 1; ; tries++)
            {
                waiting.ThrowIfCancellationRequested();
                if (calling.IsCancellationRequested) throw EtcdBackedStore.Closed();
                var endpoint = _endpoints.Current;
                var left = _options.RequestTimeout - _environment.Time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero) throw new StoreUnavailableException($"etcd does not answer: {endpoint.Address}");
                try
                {
                    // Who only reads need not spend all the time on a member that has gone silent.
                    var share = isRead ? Min(left, _options.RequestTimeout / _endpoints.Count) : left;
                    return await endpoint.Channel.UnaryAsync(
                        method, request, new GrpcCallOptions { Timeout = share, Headers = Headers }, calling);
                }
                catch (GrpcException e)
                {
                    var failure = EtcdFailures.Of(e);
                    if (failure is not (EtcdFailure.NotDone or EtcdFailure.Unknown)) throw new EtcdException(failure, e);
                    _endpoints.Leave(endpoint);
                    if (failure == EtcdFailure.Unknown && !isRead) throw new CommitOutcomeUnknownException(e);
                    var pause = tries % _endpoints.Count == 0 ? Pause(tries / _endpoints.Count) : TimeSpan.Zero;
                    if (_environment.Time.GetElapsedTime(started) + pause >= _options.RequestTimeout)
                        throw new StoreUnavailableException($"etcd does not answer: {endpoint.Address}: {e.Message}", e);
                    if (pause > TimeSpan.Zero) await _environment.Delay(pause, waiting);
                }
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private TimeSpan Pause(int round) => _environment.Random.Jitter(Min(FirstPause * Math.Pow(2, Math.Min(round - 1, 10)), LongestPause), 0.5);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
