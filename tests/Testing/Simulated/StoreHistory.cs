using System.Globalization;
using System.Security.Cryptography;
using Kybernet.Storage;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>Every change of the store in order: its revision, its key and a digest of the new value.</summary>
internal sealed class StoreHistory : ICommitObserver
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void OnSnapshot(StoreSnapshot snapshot)
    {
        foreach (var item in snapshot.Items()) Add('=', item);
    }

    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
    {
        foreach (var change in events) Add(change.Kind == StoreEventKind.Put ? '+' : '-', change.KeyValue);
    }

    private void Add(char sign, KeyValue item) => _lines.Add(string.Create(
        CultureInfo.InvariantCulture, $"{item.ModRevision} {sign}{item.Key} {Convert.ToHexStringLower(SHA256.HashData(item.Value.Span))}"));
}
