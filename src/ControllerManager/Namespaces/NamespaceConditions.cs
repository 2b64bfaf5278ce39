using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Namespaces;

/// <summary>How a namespace that goes away says how far it is (upstream's namespaceConditionUpdater). Pure.</summary>
internal static class NamespaceConditions
{
    /// <summary>Sets the five conditions of deletion.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Apply(NamespaceStatus status, NamespaceRemains remains, DateTimeOffset now)
    {
        var changed = Set("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
        changed |= Set("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        changed |= remains.Errors.Count > 0
            ? Set("NamespaceDeletionContentFailure", true, "ContentDeletionFailed",
                $"Failed to delete all resource types, {remains.Errors.Count} remaining: {string.Join(", ", remains.Errors.Order(StringComparer.Ordinal))}")
            : Set("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        changed |= remains.Objects.Count > 0
            ? Set("NamespaceContentRemaining", true, "SomeResourcesRemain",
                $"Some resources are remaining: {string.Join(", ", remains.Objects.Select(static o => $"{o.Key} has {o.Value} resource instances"))}")
            : Set("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed");
        changed |= remains.Finalizers.Count > 0
            ? Set("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
                $"Some content in the namespace has finalizers remaining: {string.Join(", ", remains.Finalizers.Select(static f => $"{f.Key} in {f.Value} resource instances"))}")
            : Set("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
        return changed;

        bool Set(string type, bool isTrue, string reason, string message)
        {
            var value = isTrue ? "True" : "False";
            var current = status.Conditions.FirstOrDefault(c => c.Type == type);
            if (current is null)
            {
                status.Conditions.Add(new NamespaceCondition { Type = type, Status = value, Reason = reason, Message = message, LastTransitionTime = now });
                return true;
            }

            if (current.Status == value && current.Reason == reason && current.Message == message) return false;
            if (current.Status != value) current.LastTransitionTime = now;
            (current.Status, current.Reason, current.Message) = (value, reason, message);
            return true;
        }
    }
}
