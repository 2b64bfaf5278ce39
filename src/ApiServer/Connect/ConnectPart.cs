using System.Net.Security;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Connect;

/// <summary>The way from the API server to kubelets and workloads, for every resource that streams.</summary>
internal sealed class ConnectPart : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        var options = context.Options.Kubelets;
        HttpRelay kubelets = new(Dialler(options, context.Environment.Time));
        HttpRelay workloads = new(Dialler(new KubeletConnectionOptions(), context.Environment.Time));
        PodStreams streams = new(context.Objects, kubelets, options.PreferredAddressTypes);
        ObjectProxy proxy = new(context.Objects, kubelets, workloads, context.Environment.Random, options.PreferredAddressTypes);
        foreach (var subresource in (string[])["log", "exec", "attach", "portforward"]) builder.Connect(Pod.Resource, subresource, streams);
        builder.Connect(Pod.Resource, "proxy", proxy).Connect(Service.Resource, "proxy", proxy).Connect(Node.Resource, "proxy", proxy);
    }

    private static HttpMessageInvoker Dialler(KubeletConnectionOptions options, TimeProvider time)
    {
        SslClientAuthenticationOptions ssl = new();
        if (options.Authorities is { } authorities) new ServerTrust(authorities, time).Guard(ssl);
        // Like upstream without --kubelet-certificate-authority: whoever answers at the node's address is believed.
        else ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        if (options.ClientCertificate is { } own) ssl.LocalCertificateSelectionCallback = (_, _, _, _, _) => own();
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = ssl,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        });
    }
}
