namespace Kybernet.Client;

/// <summary>
/// Keeps events from becoming a flood (upstream's EventCorrelator): drops those of an object that has too many (25 at once,
/// then one in five minutes), folds together more than ten that differ in their message alone within ten minutes, and
/// counts repeats. Remembers 4096 of each. Not safe for use by several threads.
/// </summary>
internal sealed class EventCorrelator(TimeProvider time)
{
    private const int Capacity = 4096;
    private const int SpamBurst = 25;
    private const double SpamRefillPerSecond = 1.0 / 300;
    private const int MaxSimilar = 10;
    private static readonly TimeSpan SimilarWithin = TimeSpan.FromMinutes(10);

    private readonly BoundedLru<ObjectIdentity, TokenBucket> _spam = new(Capacity);
    private readonly BoundedLru<EventGroup, SimilarEvents> _similar = new(Capacity);
    private readonly BoundedLru<EventKey, RecordedEvent> _recorded = new(Capacity);

    /// <summary>What to do about an occurrence; null: nothing, it is spam.</summary>
    public CorrelatedEvent? Correlate(EventOccurrence occurrence)
    {
        if (!_spam.TryGet(occurrence.Object, out var bucket))
        {
            bucket = new TokenBucket(time, SpamRefillPerSecond, SpamBurst);
            _spam.Set(occurrence.Object, bucket);
        }

        if (!bucket.TryTake()) return null;
        var isCombined = IsOneOfMany(occurrence);
        var message = isCombined ? $"(combined from similar events): {occurrence.Message}" : occurrence.Message;
        EventKey key = new(occurrence.Group, isCombined ? null : occurrence.Message);
        return new CorrelatedEvent(key, message, _recorded.TryGet(key, out var before) ? before : null);
    }

    /// <summary>Remembers what the API now has for a key.</summary>
    public void Recorded(EventKey key, RecordedEvent recorded) => _recorded.Set(key, recorded);

    private bool IsOneOfMany(EventOccurrence occurrence)
    {
        var now = occurrence.At;
        if (!_similar.TryGet(occurrence.Group, out var similar) || now - similar.Last > SimilarWithin)
        {
            similar = new SimilarEvents(new SortedSet<string>(StringComparer.Ordinal), now);
        }

        similar.Messages.Add(occurrence.Message);
        _similar.Set(occurrence.Group, similar with { Last = now });
        if (similar.Messages.Count < MaxSimilar) return false;
        // Bounded: of a group that is folded together anyway, no more messages need to be known than make it one.
        similar.Messages.Remove(similar.Messages.First());
        return true;
    }

    private readonly record struct SimilarEvents(SortedSet<string> Messages, DateTimeOffset Last);
}

/// <summary>What repeats of one event have in common; a null message stands for all messages of a folded group.</summary>
internal readonly record struct EventKey(EventGroup Group, string? Message);

/// <summary>An event that the API has.</summary>
internal readonly record struct RecordedEvent(string Name, int Count, DateTimeOffset First);

/// <summary>What to write.</summary>
/// <param name="Key">Whose repeat it is.</param>
/// <param name="Message">The message to show.</param>
/// <param name="Before">What the API has already, or null for a first one.</param>
internal sealed record CorrelatedEvent(EventKey Key, string Message, RecordedEvent? Before);
