using System.Text;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>The store has broken a promise.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>Compares, and says what differs.</summary>
internal static class Judge
{
    public static void That(bool holds, Func<string> otherwise)
    {
        if (!holds) throw new BrokenPromiseException(otherwise());
    }

    public static void Same(KeyValue? wanted, KeyValue? found, string what) =>
        That(AreSame(wanted, found), () => $"{what}: {Show(found)} instead of {Show(wanted)}");

    public static void Same(IEnumerable<KeyValue> wanted, IEnumerable<KeyValue> found, string what)
    {
        using var expected = wanted.GetEnumerator();
        foreach (var item in found)
        {
            That(expected.MoveNext(), () => $"{what}: {Show(item)} is too many");
            Same(expected.Current, item, what);
        }
        That(!expected.MoveNext(), () => $"{what}: {Show(expected.Current)} is missing");
    }

    public static void Same(IReadOnlyList<StoreEvent> wanted, IReadOnlyList<StoreEvent> found, string what)
    {
        That(wanted.Count == found.Count, () => $"{what}: {found.Count} changes instead of {wanted.Count}");
        foreach (var (one, other) in wanted.Zip(found))
        {
            That(one.Kind == other.Kind, () => $"{what}: {other.Kind} of {other.Key} instead of {one.Kind}");
            Same(one.KeyValue, other.KeyValue, what);
            Same(one.Previous, other.Previous, what + ", before");
        }
    }

    private static bool AreSame(KeyValue? one, KeyValue? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.Key == other.Key && one.CreateRevision == other.CreateRevision && one.ModRevision == other.ModRevision
                && one.Version == other.Version && one.LeaseId == other.LeaseId && one.Value.Span.SequenceEqual(other.Value.Span);

    private static string Show(KeyValue? item) => item is null
        ? "nothing"
        : $"{item.Key}={Encoding.UTF8.GetString(item.Value.Span[..Math.Min(12, item.Value.Length)])} "
            + $"(created {item.CreateRevision}, revision {item.ModRevision}, version {item.Version}, lease {item.LeaseId:x})";
}
