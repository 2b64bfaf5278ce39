namespace Kybernet.Linux.Networking;

/// <summary>One kernel setting that we changed.</summary>
internal sealed record SysctlChange(string Name, string Original, string Value);

/// <summary>The kernel settings that we changed, one a line: name, original and new value, with tabs between.</summary>
internal sealed class SysctlJournal
{
    private readonly List<SysctlChange> _changes = [];

    public IReadOnlyList<SysctlChange> Changes => _changes;

    /// <summary>
    /// The latest value found before a change counts as the original: settings start anew at boot, and the journal lives on.
    /// </summary>
    public void Record(SysctlChange change)
    {
        _changes.RemoveAll(earlier => earlier.Name == change.Name);
        _changes.Add(change);
    }

    public static SysctlJournal Load(string file)
    {
        var journal = new SysctlJournal();
        if (!File.Exists(file)) return journal;
        foreach (var line in File.ReadLines(file))
        {
            if (line.Split('\t') is [var name, var original, var value]) journal.Record(new SysctlChange(name, original, value));
        }
        return journal;
    }

    /// <summary>Written aside and moved into place, so that a crash never leaves half a journal.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllLines(file + ".new", _changes.Select(change => $"{change.Name}\t{change.Original}\t{change.Value}"));
        File.Move(file + ".new", file, overwrite: true);
    }
}
