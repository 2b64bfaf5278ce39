using Kybernet.Api.Selectors;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>
/// The one name that a list or a watch selects by a field selector. Authorizers see it as the request's name, so that who may
/// read one object only may also watch it (upstream's RequestInfoFactory).
/// </summary>
internal static class SelectedName
{
    /// <summary>The name; empty when there is none.</summary>
    public static string Of(ApiRequest request)
    {
        if (request.Verb is not ("list" or "watch") || request.Query["fieldSelector"] is not { Length: > 0 } selector) return "";
        try
        {
            foreach (var requirement in FieldQuery.Parse(selector).Requirements)
            {
                if (requirement is { Field: "metadata.name", IsEqual: true } && IsPathSegment(requirement.Value)) return requirement.Value;
            }
        }
        catch (FormatException)
        {
            // Refused by the verb, in its words; here it names nothing.
        }

        return "";
    }

    private static bool IsPathSegment(string name) => name is not ("." or "..") && name.IndexOfAny(['/', '%']) < 0;
}
