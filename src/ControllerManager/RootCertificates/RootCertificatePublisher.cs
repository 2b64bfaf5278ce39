using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.RootCertificates;

/// <summary>Puts the certificate authority of the API server into every namespace, so that pods can trust it.</summary>
internal sealed class RootCertificatePublisher : IController
{
    private const string MapName = "kube-root-ca.crt";
    private const string FileName = "ca.crt";
    private const string DescriptionKey = "kubernetes.io/description";

    private const string Description = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as "
        + "the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    private readonly string _pem;
    private readonly IKubeClient _client;
    private readonly SharedInformer<Namespace> _namespaces;
    private readonly SharedInformer<ConfigMap> _maps;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public RootCertificatePublisher(ControllerContext context)
    {
        _pem = context.Options.RootCertificateAuthorityPem;
        _client = context.ClientFor("root-ca-cert-publisher");
        _namespaces = context.Informers.For<Namespace>();
        _maps = context.Informers.For<ConfigMap>("", new ListFilter(FieldSelector: $"metadata.name={MapName}"));
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name));
        _namespaces.AddHandler(new InformerHandler<Namespace>
        {
            Added = ns => _queue.Add(ObjectKey.Of(ns)),
            Updated = (_, ns) => _queue.Add(ObjectKey.Of(ns)),
        });
        _maps.AddHandler(new InformerHandler<ConfigMap>
        {
            Updated = (_, map) => _queue.Add(new ObjectKey("", map.Metadata.Namespace)),
            Deleted = map => _queue.Add(new ObjectKey("", map.Metadata.Namespace)),
        });
    }

    public string Name => "root-ca-certificate-publisher-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_namespaces.Get(key) is not { } ns || ns.Metadata.DeletionTimestamp is not null || ns.Status.Phase == "Terminating") return;
        try
        {
            if (_maps.Get(ns.Metadata.Name, MapName) is not { } map) await _client.CreateAsync(Fill(new ConfigMap(), ns.Metadata.Name), cancellation);
            else if (!IsCurrent(map)) await _client.UpdateAsync(Fill(map.Clone(), ns.Metadata.Name), "", cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists || e.IsNamespaceTerminating || e.IsNotFound)
        {
            // There already, or not needed any more; a change that we have not seen yet comes here again.
        }
    }

    private bool IsCurrent(ConfigMap map) =>
        map.Data.Count == 1
        && map.Data.GetValueOrDefault(FileName) == _pem
        && map.Metadata.Annotations.ContainsKey(DescriptionKey);

    private ConfigMap Fill(ConfigMap map, string ns)
    {
        map.Metadata.Namespace = ns;
        map.Metadata.Name = MapName;
        map.Metadata.Annotations[DescriptionKey] = Description;
        map.Data = new() { [FileName] = _pem };
        return map;
    }
}
