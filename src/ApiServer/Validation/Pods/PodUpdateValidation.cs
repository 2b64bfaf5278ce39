using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What of a Pod may change once it is there (upstream's ValidatePodUpdate).</summary>
internal static class PodUpdateValidation
{
    private const string Changeable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a change of a Pod.</summary>
    public static void Validate(Pod pod, Pod old, FieldErrors errors)
    {
        PodValidation.Validate(pod, errors);
        if (!SameContainers(pod.Spec.Containers, old.Spec.Containers, Spec.Child("containers"), errors)) return;
        if (!SameContainers(pod.Spec.InitContainers, old.Spec.InitContainers, Spec.Child("initContainers"), errors)) return;
        if (!ValidateDeadline(pod.Spec.ActiveDeadlineSeconds, old.Spec.ActiveDeadlineSeconds, Spec.Child("activeDeadlineSeconds"), errors)) return;
        OnlyAddedTolerations(pod.Spec.Tolerations, old.Spec.Tolerations, Spec.Child("tolerations"), errors);
        OnlyRemovedGates(pod.Spec.SchedulingGates, old.Spec.SchedulingGates, Spec.Child("schedulingGates"), errors);
        if (pod.Spec.DeepEquals(old.Spec)) return;

        var wanted = pod.Spec.Clone();
        TakeOverChangeable(wanted, old.Spec);
        if (old.Spec.SchedulingGates.Count > 0) GatedPodUpdate.TakeOverAllowed(wanted, old.Spec, Spec, errors);
        if (!wanted.DeepEquals(old.Spec))
        {
            errors.Forbidden(Spec, $"pod updates may not change fields other than {Changeable}\n{StructDiff.Of(old.Spec, wanted)}");
        }
    }

    private static void TakeOverChangeable(PodSpec wanted, PodSpec old)
    {
        for (var i = 0; i < wanted.Containers.Count; i++) wanted.Containers[i].Image = old.Containers[i].Image;
        for (var i = 0; i < wanted.InitContainers.Count; i++) wanted.InitContainers[i].Image = old.InitContainers[i].Image;
        wanted.ActiveDeadlineSeconds = old.ActiveDeadlineSeconds;
        wanted.SchedulingGates = old.SchedulingGates;
        wanted.Tolerations = old.Tolerations;
        if (old.TerminationGracePeriodSeconds < 0 && wanted.TerminationGracePeriodSeconds == 1)
        {
            wanted.TerminationGracePeriodSeconds = old.TerminationGracePeriodSeconds;
        }
    }

    private static bool SameContainers(KubeList<Container> containers, KubeList<Container> old, FieldPath path, FieldErrors errors)
    {
        if (containers.Count != old.Count)
        {
            errors.Forbidden(path, "pod updates may not add or remove containers");
            return false;
        }

        for (var i = 0; i < containers.Count; i++)
        {
            var image = containers[i].Image;
            if (image.Length == 0) errors.Required(path.Index(i).Child("image"));
            if (image.Trim().Length != image.Length) errors.Invalid(path.Index(i).Child("image"), image, "must not have leading or trailing whitespace");
        }

        return true;
    }

    // It may be set, and shortened.
    private static bool ValidateDeadline(long? deadline, long? old, FieldPath path, FieldErrors errors)
    {
        switch (deadline, old)
        {
            case (null, null):
                return true;
            case (null, _):
                errors.Invalid(path, deadline, "must not update from a positive integer to nil value");
                return true;
            case ( < 0 or > int.MaxValue, _):
                errors.Invalid(path, deadline, Names.NotBetween(0, int.MaxValue));
                return false;
            case (_, not null) when old < deadline:
                errors.Invalid(path, deadline, "must be less than or equal to previous value");
                return false;
            default:
                return true;
        }
    }

    private static void OnlyAddedTolerations(KubeList<Toleration> tolerations, KubeList<Toleration> old, FieldPath path, FieldErrors errors)
    {
        static (string, string, string, string) WithoutTime(Toleration t) => (t.Key, t.Operator, t.Value, t.Effect);

        var kept = tolerations.Select(WithoutTime).ToHashSet();
        if (!old.All(t => kept.Contains(WithoutTime(t)))) errors.Forbidden(path, "existing toleration can not be modified except its tolerationSeconds");
        else TolerationValidation.Validate(tolerations, path, errors);
    }

    private static void OnlyRemovedGates(KubeList<PodSchedulingGate> gates, KubeList<PodSchedulingGate> old, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < gates.Count; i++)
        {
            if (old.Any(g => g.Name == gates[i].Name)) continue;
            errors.Forbidden(path.Index(i).Child("name"), $"only deletion is allowed, but found new scheduling gate '{gates[i].Name}'");
        }
    }
}
