using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Etcd;

/// <summary><c>kybernet etcd snapshot status FILE</c>: checks a snapshot and says what is in it, as etcdctl says it.</summary>
internal static class SnapshotStatusCommand
{
    public static Command Create()
    {
        Argument<FileInfo> file = new("FILE") { Description = "A snapshot." };
        Option<string> output = new("--write-out", "-w") { Description = "The form: simple, json or table.", DefaultValueFactory = _ => "simple" };
        output.AcceptOnlyFromAmong("simple", "json", "table");
        Command status = new("status", "Check a snapshot and say what is in it.") { file, output };
        status.SetAction((parsed, _) => StoreCommand.RunAsync(() =>
        {
            Show(parsed.GetValue(file)!, parsed.GetValue(output)!);
            return Task.CompletedTask;
        }));
        return status;
    }

    private static void Show(FileInfo file, string form)
    {
        var image = SnapshotFile.Read(file.FullName);
        var hash = HashOf(file);
        Console.WriteLine(form switch
        {
            "json" => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"hash":{{hash}},"revision":{{image.Revision}},"totalKey":{{image.Count}},"totalSize":{{file.Length}}}"""),
            "table" => Table(["HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE"], Cells(image, hash, file.Length)),
            _ => string.Join(", ", Cells(image, hash, file.Length)),
        });
    }

    private static string[] Cells(StoreImage image, uint hash, long bytes) =>
    [
        hash.ToString("x", CultureInfo.InvariantCulture), image.Revision.ToString(CultureInfo.InvariantCulture),
        image.Count.ToString(CultureInfo.InvariantCulture), Size(bytes),
    ];

    /// <summary>The beginning of the file's SHA-256: two files with the same have the same in them.</summary>
    private static uint HashOf(FileInfo file)
    {
        using var stream = file.OpenRead();
        stream.Seek(-SnapshotFile.HashBytes, SeekOrigin.End);
        Span<byte> beginning = stackalloc byte[sizeof(uint)];
        stream.ReadExactly(beginning);
        return BinaryPrimitives.ReadUInt32BigEndian(beginning);
    }

    private static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    private static string Table(string[] titles, string[] cells)
    {
        int[] widths = [.. titles.Zip(cells, static (title, cell) => Math.Max(title.Length, cell.Length))];
        var rule = "+" + string.Concat(widths.Select(static width => new string('-', width + 2) + "+"));
        string Line(string[] texts) => "|" + string.Concat(texts.Zip(widths, static (text, width) => Centre(text, width + 2) + "|"));
        return string.Join('\n', rule, Line(titles), rule, Line(cells), rule);
    }

    private static string Centre(string text, int width) => text.PadLeft((width + text.Length) / 2).PadRight(width);
}
