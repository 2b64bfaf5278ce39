using Kybernet.Api;
using Kybernet.Api.Fields;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>The refusal of an apply that would take fields from others.</summary>
internal static class ApplyConflict
{
    /// <summary>409, with a cause for each field.</summary>
    public static KubeApiException Of(IReadOnlyList<FieldConflict> conflicts, ManagedFields managed)
    {
        var named = conflicts.Select(c => (Manager: Name(managed, c.Manager), c.Path)).ToList();
        var message = named is [var (manager, path)]
            ? $"Apply failed with 1 conflict: conflict with {manager}: {path}"
            : $"Apply failed with {named.Count} conflicts: " + string.Join('\n', named
                .GroupBy(static c => c.Manager, static c => c.Path)
                .OrderBy(static g => g.Key, StringComparer.Ordinal)
                .Select(static g => $"conflicts with {g.Key}:\n" + string.Join('\n', g.Select(static p => "- " + p))));
        return ApiErrors.Make(409, "Conflict", message, new StatusDetails
        {
            Causes = [.. named.Select(static c => new StatusCause { Reason = "FieldManagerConflict", Message = $"conflict with {c.Manager}", Field = c.Path })],
        });
    }

    private static string Name(ManagedFields managed, string id)
    {
        var manager = managed.Identity(id);
        var name = GoQuote.Quote(manager.Manager);
        if (manager.Subresource.Length > 0) name += $" with subresource {GoQuote.Quote(manager.Subresource)}";
        return manager.Operation == "Update" ? $"{name} using {manager.ApiVersion}" : name;
    }
}
