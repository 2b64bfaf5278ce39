using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>
/// Gives a collection as it is now, out of the cache; or as it was at a revision, out of the store, when the client says
/// which or goes on with an earlier list.
/// </summary>
internal sealed class ListVerb(ServerParts parts)
{
    private const string TooOld = "The resourceVersion for the provided list is too old.";

    private const string ContinueTooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
        + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided "
        + "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was "
        + "returned and now may show up in the list.";

    /// <summary>Lists.</summary>
    public async ValueTask<ListAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        var definition = request.Definition;
        if (definition.ReadHandler is { } reader) return Computed(definition, reader);
        if (definition.Storage is not { } storage) throw ApiErrors.MethodNotSupported(definition.GroupResource, "list");
        var options = ListParameters.ForList(request.Query, definition);
        var selection = new Selection(storage, request.Namespace, request.Name, options);
        var page = await FindAsync(storage, selection, options, cancellation);
        return definition.Converter is null
            ? new ListAnswer(definition, page.Items, page.Revision, page.Continue, page.Remaining)
            : new ListAnswer(definition, [.. page.Items.Select(definition.Serve)], page.Revision, page.Continue, page.Remaining);
    }

    /// <summary>The selected objects in the stored version.</summary>
    public async ValueTask<Page> FindAsync(
        StoredResource resource, Selection selection, ListParameters options, CancellationToken cancellation)
    {
        var cache = parts.Caches[resource];
        var prefix = selection.Range.Start;
        if (options.Continue.Length > 0)
        {
            var token = ReadToken(options, prefix);
            if (token.Revision > 0 && !IsCurrent(cache, token.Revision))
                return await PastAsync(cache, selection, options, token, isContinued: true, cancellation);
            var now = Current(cache, selection, options, token.Start);
            return token.Revision > 0 ? now with { Revision = token.Revision } : now;
        }

        var wanted = ReadRevision(options);
        var exact = options.Match == "Exact" || (options is { Match: "", Limit: > 0 } && wanted > 0);
        var current = parts.Store.CurrentRevision;
        if (wanted > current) throw ApiErrors.TooLargeResourceVersion(wanted, current);
        if (!exact) return Current(cache, selection, options, selection.Range.Start);
        if (IsCurrent(cache, wanted)) return Current(cache, selection, options, selection.Range.Start) with { Revision = wanted };
        return await PastAsync(cache, selection, options, new ContinueToken(wanted, selection.Range.Start), isContinued: false, cancellation);
    }

    // Nothing has changed since: the cache shows that revision.
    private static bool IsCurrent(ResourceCache cache, long revision) => cache.LastChange <= revision;

    private static Page Current(ResourceCache cache, Selection selection, ListParameters options, StoreKey start)
    {
        var snapshot = cache.Read(out var revision);
        Collector collector = new(selection, options);
        foreach (var (_, entry) in snapshot.Between(start, selection.Range.End))
        {
            if (!collector.Add(entry)) break;
        }

        var rest = collector.Next is { } next ? snapshot.Rank(selection.Range.End) - snapshot.Rank(next) : 0;
        return collector.Finish(revision, rest);
    }

    private async ValueTask<Page> PastAsync(
        ResourceCache cache, Selection selection, ListParameters options, ContinueToken at, bool isContinued, CancellationToken cancellation)
    {
        Collector collector = new(selection, options);
        var rest = 0L;
        var start = at.Start;
        try
        {
            while (true)
            {
                var range = new KeyRange(start, selection.Range.End);
                var result = await parts.Store.RangeAsync(
                    range, new RangeOptions { Revision = at.Revision, Limit = options.Limit == 0 ? 0 : options.Limit + 1 }, cancellation);
                rest = result.Count;
                foreach (var item in result.Items)
                {
                    var entry = cache.Find(item.Key) is { } known && known.Revision == item.ModRevision ? known : cache.Read(item);
                    if (entry is not null && !collector.Add(entry)) break;
                    rest--;
                }

                if (collector.Next is not null || !result.More) return collector.Finish(at.Revision, rest);
                start = result.Items[^1].Key.Next();
            }
        }
        catch (CompactedException)
        {
            if (!isContinued) throw ApiErrors.Expired(TooOld);
            var refusal = ApiErrors.Expired(ContinueTooOld);
            refusal.Status.Metadata.Continue = new ContinueToken(-1, at.Start).Encode(selection.Range.Start);
            throw refusal;
        }
        catch (FutureRevisionException)
        {
            throw ApiErrors.TooLargeResourceVersion(at.Revision, parts.Store.CurrentRevision);
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    private static ContinueToken ReadToken(ListParameters options, StoreKey prefix)
    {
        if (options.ResourceVersion is not ("" or "0")) throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        try
        {
            return ContinueToken.Decode(options.Continue, prefix);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest("invalid continue token: " + e.Message);
        }
    }

    private static long ReadRevision(ListParameters options)
    {
        try
        {
            return OptionText.ParseResourceVersion(options.ResourceVersion);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest("invalid resource version: " + e.Message);
        }
    }

    private static ListAnswer Computed(ResourceDefinition definition, IReadHandler reader) => new(
        definition,
        [.. reader.List().Select(o => new ObjectEntry(definition.Format, StoreKey.Parse(o.Metadata.Name), ObjectFormat.Encode(o), 0))],
        0);

    /// <summary>Gathers a page.</summary>
    private sealed class Collector(Selection selection, ListParameters options)
    {
        private readonly List<ObjectEntry> _items = [];

        /// <summary>Where the next page begins, once this one is full and there is more.</summary>
        public StoreKey? Next { get; private set; }

        /// <summary>Takes the next object of the range. False: the page was full before it.</summary>
        public bool Add(ObjectEntry entry)
        {
            if (options.Limit > 0 && _items.Count == options.Limit)
            {
                Next = _items[^1].Key.Next();
                return false;
            }

            if (selection.IsEverything || selection.Matches(entry)) _items.Add(entry);
            return true;
        }

        public Page Finish(long revision, long rest) => Next is not { } next
            ? new Page(_items, revision, "", null)
            : new Page(_items, revision, new ContinueToken(revision, next).Encode(selection.Range.Start), selection.IsEverything ? rest : null);
    }
}

/// <summary>A page of a list, in the stored version.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Revision">The revision that they show.</param>
/// <param name="Continue">Where the next page begins; empty on the last.</param>
/// <param name="Remaining">How many come after; null when that is not known.</param>
internal sealed record Page(IReadOnlyList<ObjectEntry> Items, long Revision, string Continue, long? Remaining);
