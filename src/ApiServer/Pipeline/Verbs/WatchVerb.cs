using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.Client;
using Kybernet.Storage;
using Kybernet.Storage.Collections;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>Opens a stream of changes.</summary>
internal sealed class WatchVerb(ServerParts parts)
{
    private static readonly TimeSpan MinimumDuration = TimeSpan.FromMinutes(30);

    /// <summary>Watches from where the client says.</summary>
    public ApiAnswer Handle(ApiRequest request)
    {
        var definition = request.Definition;
        var options = ListParameters.ForWatch(request.Query, definition);
        var cache = parts.Caches[definition.Storage!];
        var selection = new Selection(definition.Storage!, request.Namespace, request.Name, options);
        var wanted = ReadRevision(options);

        // Without a revision (or from 0 on) a watch begins with what is there, whether the client asks for it or not.
        var fromState = options.SendInitialEvents ?? wanted == 0;
        var terms = Terms(options, endsInitialEvents: options.AllowBookmarks && fromState);
        if (fromState)
        {
            var current = parts.Store.CurrentRevision;
            if (wanted > current) return new FailedWatchAnswer(ApiErrors.TooLargeResourceVersion(wanted, current).Status);
            var watcher = cache.Watch(selection.Range, out var state, out var revision);
            return new WatchAnswer(definition, new WatchStream(definition, selection, watcher, Enumerate(state, selection.Range), revision, terms));
        }

        var start = wanted == 0 ? parts.Store.CurrentRevision : wanted;
        if (cache.Watch(selection.Range, start) is not { } changes)
            return new FailedWatchAnswer(ApiErrors.Expired($"too old resource version: {start} ({cache.LastChange})").Status);
        return new WatchAnswer(definition, new WatchStream(definition, selection, changes, null, start, terms));
    }

    private WatchTerms Terms(ListParameters options, bool endsInitialEvents) => new()
    {
        Time = parts.Environment.Time,
        Deadline = parts.Environment.Now + (options.Timeout ?? parts.Environment.Random.Jitter(MinimumDuration, 1)),
        Stopping = parts.Stopping,
        Bookmarks = options.AllowBookmarks,
        EndsInitialEvents = endsInitialEvents,
    };

    private static long ReadRevision(ListParameters options)
    {
        try
        {
            return OptionText.ParseResourceVersion(options.ResourceVersion);
        }
        catch (FormatException e)
        {
            throw ApiErrors.Plain(500, e.Message);
        }
    }

    private static IEnumerator<ObjectEntry> Enumerate(BTreeSnapshot<StoreKey, ObjectEntry> state, KeyRange range)
    {
        foreach (var (_, entry) in state.Between(range.Start, range.End)) yield return entry;
    }
}
