using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Strategies.Batch;

/// <summary>How a Job finds its pods, unless its author says how: by labels with its uid and name, made up here.</summary>
internal static class JobSelector
{
    /// <summary>The label with the job's uid, by which its pods are selected.</summary>
    public const string ControllerUid = "batch.kubernetes.io/controller-uid";

    /// <summary>The label with the job's name.</summary>
    public const string JobName = "batch.kubernetes.io/job-name";

    /// <summary>Older spellings, still written for old readers.</summary>
    public const string LegacyControllerUid = "controller-uid", LegacyJobName = "job-name";

    /// <summary>Sets labels and selector. What the author wrote by the same names stays, to be refused.</summary>
    public static void Generate(Job job)
    {
        var template = job.Spec.Template.Metadata;
        var follows = job.Metadata.Labels.Count == 0 || ReferenceEquals(job.Metadata.Labels, template.Labels);
        foreach (var (label, value) in Labels(job)) template.Labels.TryAdd(label, value);
        (job.Spec.Selector ??= new()).MatchLabels.TryAdd(ControllerUid, job.Metadata.Uid);
        if (follows) job.Metadata.Labels = new(template.Labels);
    }

    /// <summary>The labels that a job's pods have.</summary>
    public static IEnumerable<(string Label, string Value)> Labels(Job job) =>
    [
        (LegacyJobName, job.Metadata.Name), (JobName, job.Metadata.Name), (LegacyControllerUid, job.Metadata.Uid), (ControllerUid, job.Metadata.Uid),
    ];
}
