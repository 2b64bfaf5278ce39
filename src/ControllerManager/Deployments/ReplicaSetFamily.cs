using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>A deployment's replica sets: the one of its current template, if there is one, and the others.</summary>
internal sealed record ReplicaSetFamily(ReplicaSet? New, IReadOnlyList<ReplicaSet> Old)
{
    /// <summary>Tells the new one from the old ones: the oldest whose template is the deployment's (upstream's FindNewReplicaSet).</summary>
    public static ReplicaSetFamily Of(Deployment deployment, IEnumerable<ReplicaSet> sets)
    {
        var sorted = sets.OldestFirst().ToList();
        var @new = sorted.Find(s => TemplateHash.SameTemplate(s.Spec.Template, deployment.Spec.Template));
        return new ReplicaSetFamily(@new, [.. sorted.Where(s => s != @new)]);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ReplicaSet> All => New is null ? Old : [.. Old, New];

    /// <summary>The revision that the next new one gets.</summary>
    public long NextRevision => Old.Select(static s => s.Revision()).DefaultIfEmpty().Max() + 1;
}
