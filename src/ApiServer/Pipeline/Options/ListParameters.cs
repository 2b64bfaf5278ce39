using Kybernet.Api;
using Kybernet.Api.Selectors;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>What a list or a watch is to give (metav1.ListOptions), parsed and checked.</summary>
internal sealed record ListParameters
{
    private static readonly string[] Matches = ["Exact", "NotOlderThan", ""];

    /// <summary>The label selector.</summary>
    public LabelQuery Labels { get; private init; } = LabelQuery.Everything;

    /// <summary>The field selector, in the stored version's field names.</summary>
    public FieldQuery Fields { get; private init; } = FieldQuery.Everything;

    /// <summary>The revision as it was given; empty when it was not.</summary>
    public string ResourceVersion { get; private init; } = "";

    /// <summary>Exact, NotOlderThan, or empty.</summary>
    public string Match { get; private init; } = "";

    /// <summary>The most items to give; 0 for all.</summary>
    public int Limit { get; private init; }

    /// <summary>Where to go on, or empty.</summary>
    public string Continue { get; private init; } = "";

    /// <summary>How long a watch may last; null when the client does not say.</summary>
    public TimeSpan? Timeout { get; private init; }

    /// <summary>Whether bookmarks are welcome.</summary>
    public bool AllowBookmarks { get; private init; }

    /// <summary>Whether a watch starts with everything that is there; null when the client does not say.</summary>
    public bool? SendInitialEvents { get; private init; }

    /// <summary>Reads the options of a list.</summary>
    /// <exception cref="KubeApiException">400 or 422.</exception>
    public static ListParameters ForList(QueryValues query, ResourceDefinition definition)
    {
        var options = Parse(query, definition);
        OptionErrors errors = new();
        if (options.Match.Length > 0)
        {
            if (options.ResourceVersion.Length == 0) errors.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (options.Continue.Length > 0) errors.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
            if (!Matches.Contains(options.Match)) NotSupported(errors, options.Match);
            if (options is { Match: "Exact", ResourceVersion: "0" })
                errors.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }

        if (options.SendInitialEvents is not null)
            errors.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        errors.ThrowIfAny("ListOptions");
        return options;
    }

    /// <summary>Reads the options of a watch.</summary>
    /// <exception cref="KubeApiException">400 or 422.</exception>
    public static ListParameters ForWatch(QueryValues query, ResourceDefinition definition)
    {
        var options = Parse(query, definition);
        OptionErrors errors = new();
        if (options.SendInitialEvents is not null)
        {
            if (options.Match != "NotOlderThan")
                errors.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
            if (options.Match.Length > 0 && !Matches.Contains(options.Match)) NotSupported(errors, options.Match);
        }
        else if (options.Match.Length > 0)
        {
            errors.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        if (options.Continue.Length > 0) errors.Forbidden("continue", "continue is forbidden for watch");
        errors.ThrowIfAny("ListOptions");
        return options;
    }

    private static ListParameters Parse(QueryValues query, ResourceDefinition definition)
    {
        if (query.Count == 0) return Empty;
        var limit = OptionText.ParseInt(query["limit"]) ?? 0;
        var timeout = OptionText.ParseInt(query["timeoutSeconds"]);
        try
        {
            return new ListParameters
            {
                Labels = LabelQuery.Parse(query["labelSelector"] ?? ""),
                Fields = SupportedFields.Check(FieldQuery.Parse(query["fieldSelector"] ?? ""), definition),
                ResourceVersion = query["resourceVersion"] ?? "",
                Match = query["resourceVersionMatch"] ?? "",
                // At revision 0 upstream gives all that its cache holds, whatever the limit.
                Limit = query["resourceVersion"] == "0" ? 0 : (int)Math.Clamp(limit, 0, int.MaxValue),
                Continue = query["continue"] ?? "",
                Timeout = timeout is > 0 ? TimeSpan.FromSeconds(Math.Min(timeout.Value, int.MaxValue)) : null,
                AllowBookmarks = OptionText.ParseBool(query["allowWatchBookmarks"]) ?? false,
                SendInitialEvents = OptionText.ParseBool(query["sendInitialEvents"]),
            };
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    private static readonly ListParameters Empty = new();

    private static void NotSupported(OptionErrors errors, string value) =>
        errors.NotSupported("resourceVersionMatch", GoQuote.Quote(value), Matches);
}
