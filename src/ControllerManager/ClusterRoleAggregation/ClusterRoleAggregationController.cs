using Kybernet.Api.Rbac.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.ClusterRoleAggregation;

/// <summary>Fills ClusterRoles such as admin, edit and view from the roles that their aggregation rules select.</summary>
internal sealed class ClusterRoleAggregationController : IController
{
    private readonly IKubeClient _client;
    private readonly SharedInformer<ClusterRole> _roles;
    private readonly RateLimitingQueue<string> _queue;
    private readonly Controller<string> _loop;

    public ClusterRoleAggregationController(ControllerContext context)
    {
        _client = context.ClientFor("clusterrole-aggregation-controller");
        _roles = context.Informers.For<ClusterRole>();
        _queue = new RateLimitingQueue<string>(context.Environment);
        _loop = new Controller<string>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name));
        // Any role may be part of any aggregated one.
        _roles.AddHandler(InformerHandler<ClusterRole>.ForAll(_ => EnqueueAll()));
    }

    public string Name => "clusterrole-aggregation-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private void EnqueueAll()
    {
        foreach (var role in _roles.List())
        {
            if (role.AggregationRule is not null) _queue.Add(role.Metadata.Name);
        }
    }

    private async Task ReconcileAsync(string name, CancellationToken cancellation)
    {
        if (_roles.Get("", name) is not { } role || AggregationDecision.Decide(role, _roles.List()) is not { } rules) return;
        var filled = role.Clone();
        filled.Rules = rules;
        try
        {
            await _client.UpdateAsync(filled, "", cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Deleted meanwhile.
        }
    }
}
