using System.Net.Sockets;
using Kybernet.Base;
using Kybernet.Storage.Serving;
using Kybernet.Wire.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kybernet.Storage;

/// <summary>
/// Serves a store over gRPC as etcd v3 serves its own, as a cluster of one member: what speaks to etcd speaks to it. The store stays
/// the caller's.
/// </summary>
public sealed class EtcdServer : IAsyncDisposable
{
    /// <summary>What a message may have beside the request itself, as etcd reckons.</summary>
    private const int MessageOverheadBytes = 512 * 1024;

    private readonly WebApplication _app;

    private EtcdServer(WebApplication app, IReadOnlyList<Uri> addresses) => (_app, Addresses) = (app, addresses);

    /// <summary>Where it listens, ports as chosen: those of <see cref="EtcdServerOptions.ListenUrls"/>, in order.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">An address is taken, or not this machine's.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static async Task<EtcdServer> StartAsync(
        IEmbeddedStore store, EtcdServerOptions options, ExecutionEnvironment environment, CancellationToken cancellation = default)
    {
        EtcdMember member = new(store, options.Name);
        GrpcServer grpc = new(
            options.Loggers.CreateLogger("Etcd"), environment.Time, options.MaxRequestBytes + MessageOverheadBytes);
        new KvService(store, member, options).AddTo(grpc);
        new WatchService(store, member, options, environment.Time).AddTo(grpc);
        new LeaseService(store, member).AddTo(grpc);
        new MemberService(member).AddTo(grpc);
        new MaintenanceService(store, member).AddTo(grpc);
        new RefusedCalls(member).AddTo(grpc);
        EtcdHealth health = new(store);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(options.Loggers));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => EtcdListener.Listen(kestrel, options, environment.Time));
        var app = builder.Build();
        app.Run(async http =>
        {
            if (http.Request.Method != HttpMethods.Post && await health.TryHandleAsync(http)) return;
            await grpc.HandleAsync(http);
        });
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            // Kestrel tells by an IOException only that an address is taken, and here not even which one it cannot have.
            if (e is SocketException)
                throw new IOException($"cannot listen on {string.Join(", ", options.ListenUrls.Concat(options.ListenMetricsUrls))}: {e.Message}", e);
            throw;
        }

        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        // There are no users: who may connect to a socket may do everything.
        foreach (var url in options.ListenUrls.Where(static url => url.Scheme == "unix"))
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(url.LocalPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        List<Uri> addresses = [.. bound.Take(options.ListenUrls.Count).Select(AsUri)];
        // A socket is of use to this machine alone: it is told where there is nothing else.
        List<Uri> reachable = [.. addresses.Where(static address => address.Scheme != "unix")];
        member.ClientUrls = options.AdvertiseUrls.Count > 0 ? options.AdvertiseUrls : reachable.Count > 0 ? reachable : addresses;
        return new EtcdServer(app, addresses);
    }

    /// <summary>Stops to listen, and ends what is still going on.</summary>
    public async ValueTask DisposeAsync()
    {
        // Watches would go on for ever: no patience with them.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    // Kestrel calls a socket http://unix:/path.
    private static Uri AsUri(string address) =>
        address.StartsWith("http://unix:", StringComparison.Ordinal) ? new Uri("unix://" + address["http://unix:".Length..]) : new Uri(address);
}
