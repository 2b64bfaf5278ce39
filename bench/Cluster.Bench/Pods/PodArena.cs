using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Cluster.Bench.Pods;

/// <summary>A namespace of our own for pods, and the watch that sees what becomes of them.</summary>
internal sealed class PodArena : IAsyncDisposable
{
    private readonly HttpsTransport _transport;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _image;
    private readonly string[] _command;
    private Task _watching = Task.CompletedTask;

    private PodArena(HttpsTransport transport, string image, string[] command) =>
        (_transport, Client, _image, _command) = (transport, new KubeClient(transport), image, command);

    public KubeClient Client { get; }

    public string Namespace { get; } = $"bench-{Environment.ProcessId}";

    public PodSightings Sightings { get; } = new();

    /// <summary>Makes the namespace, waits for its service account, and begins to watch.</summary>
    public static async Task<PodArena> OpenAsync(ClientConfig config, string image, string[] command, CancellationToken cancellation)
    {
        PodArena arena = new(new HttpsTransport(config, ExecutionEnvironment.System(), NullLogger.Instance), image, command);
        await arena.Client.CreateAsync(new Namespace { Metadata = new() { Name = arena.Namespace } }, cancellation);
        await arena.ServiceAccountAsync(cancellation);
        var list = await arena.Client.ListAsync<Pod>(arena.Namespace, cancellation: cancellation);
        arena._watching = arena.WatchAsync(list.ResourceVersion);
        return arena;
    }

    /// <summary>Creates a pod that sleeps.</summary>
    public Task CreateAsync(string name, CancellationToken cancellation) => Client.CreateAsync(
        new Pod
        {
            Metadata = new() { Name = name, Namespace = Namespace },
            Spec = new()
            {
                // What sleeps as the first process of its container does not hear SIGTERM.
                TerminationGracePeriodSeconds = 1,
                Containers = [new() { Name = "sleep", Image = _image, Command = [.. _command], ImagePullPolicy = "IfNotPresent" }],
            },
        },
        cancellation);

    /// <summary>Deletes a pod and waits until it is gone.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        await Client.DeleteAsync<Pod>(Namespace, name, cancellation: cancellation);
        await Sightings.Gone(name).WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _watching;
            await Client.DeleteAsync<Namespace>("", Namespace);
        }
        finally
        {
            _transport.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task ServiceAccountAsync(CancellationToken cancellation)
    {
        var list = await Client.ListAsync<ServiceAccount>(Namespace, cancellation: cancellation);
        if (list.Items.Any(a => a.Metadata.Name == "default")) return;
        await foreach (var change in Client.WatchAsync<ServiceAccount>(Namespace, list.ResourceVersion, cancellation: cancellation))
        {
            if (change.Object.Metadata.Name == "default") return;
        }

        throw new IOException("the watch of service accounts ended");
    }

    private async Task WatchAsync(string revision)
    {
        try
        {
            await foreach (var change in Client.WatchAsync<Pod>(Namespace, revision, cancellation: _stopping.Token)) Sightings.Saw(change);
            Sightings.Fail(new IOException("the server ended the watch of pods"));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // All has been seen.
        }
        catch (Exception e) when (e is IOException or HttpRequestException or KubeApiException)
        {
            Sightings.Fail(e);
        }
    }
}
