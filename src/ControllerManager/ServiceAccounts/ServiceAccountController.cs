using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.ServiceAccounts;

/// <summary>Sees to it that every namespace has the service account that pods are given when they ask for none.</summary>
internal sealed class ServiceAccountController : IController
{
    private const string Default = "default";

    private readonly IKubeClient _client;
    private readonly SharedInformer<Namespace> _namespaces;
    private readonly SharedInformer<ServiceAccount> _accounts;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    public ServiceAccountController(ControllerContext context)
    {
        _client = context.ClientFor("service-account-controller");
        _namespaces = context.Informers.For<Namespace>();
        _accounts = context.Informers.For<ServiceAccount>();
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name))
        {
            Workers = context.Options.ConcurrentServiceAccountSyncs,
        };
        _namespaces.AddHandler(new InformerHandler<Namespace>
        {
            Added = ns => _queue.Add(ObjectKey.Of(ns)),
            Updated = (_, ns) => _queue.Add(ObjectKey.Of(ns)),
        });
        _accounts.AddHandler(new InformerHandler<ServiceAccount> { Deleted = account => _queue.Add(new ObjectKey("", account.Metadata.Namespace)) });
    }

    public string Name => "serviceaccount-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_namespaces.Get(key) is not { } ns || ns.Metadata.DeletionTimestamp is not null || ns.Status.Phase != "Active") return;
        if (_accounts.Get(ns.Metadata.Name, Default) is not null) return;
        ServiceAccount account = new();
        account.Metadata.Namespace = ns.Metadata.Name;
        account.Metadata.Name = Default;
        try
        {
            await _client.CreateAsync(account, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists || e.IsNamespaceTerminating || e.IsNotFound)
        {
            // There already, or not needed any more.
        }
    }
}
