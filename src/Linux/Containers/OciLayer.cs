using System.Formats.Tar;
using System.Text;

namespace Kybernet.Linux.Containers;

/// <summary>Packs files as an image's layer: a tar archive that is the same, byte for byte, for the same files.</summary>
internal static class OciLayer
{
    public static byte[] Build(IReadOnlyList<OciFile> files)
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            HashSet<string> directories = [];
            foreach (var file in files)
            {
                AddParents(tar, file.Path, directories);
                Add(tar, file, directories);
            }
        }
        return archive.ToArray();
    }

    private static void AddParents(TarWriter tar, string path, HashSet<string> directories)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (directories.Add(path[..slash])) AddEntry(tar, TarEntryType.Directory, path[..slash] + "/", OciFile.RunnableByAll);
        }
    }

    private static void Add(TarWriter tar, OciFile file, HashSet<string> directories)
    {
        switch (file)
        {
            case OciFile.Copy copy:
                using (var source = File.OpenRead(copy.Source)) AddEntry(tar, TarEntryType.RegularFile, copy.Path, copy.Mode, source);
                break;
            case OciFile.Content content:
                AddEntry(tar, TarEntryType.RegularFile, content.Path, content.Mode, new MemoryStream(Encoding.UTF8.GetBytes(content.Value)));
                break;
            case OciFile.Folder folder when directories.Add(folder.Path):
                AddEntry(tar, TarEntryType.Directory, folder.Path + "/", folder.Mode);
                break;
            case OciFile.SymbolicLink link:
                AddEntry(tar, TarEntryType.SymbolicLink, link.Path, OciFile.RunnableByAll, target: link.Target);
                break;
        }
    }

    private static void AddEntry(
        TarWriter tar, TarEntryType type, string path, UnixFileMode mode, Stream? content = null, string? target = null)
    {
        var entry = new UstarTarEntry(type, path) { Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch };
        if (content is not null) entry.DataStream = content;
        if (target is not null) entry.LinkName = target;
        tar.WriteEntry(entry);
    }
}
