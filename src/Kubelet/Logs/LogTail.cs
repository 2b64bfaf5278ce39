namespace Kybernet.Kubelet.Logs;

/// <summary>Finds where the last lines of a file begin, from its end, without reading what comes before.</summary>
internal static class LogTail
{
    private const int BlockSize = 16 * 1024;

    /// <summary>The offset at which the last <paramref name="lines"/> lines begin; 0 when the file has no more.</summary>
    public static long FindStart(Stream file, long lines)
    {
        if (lines <= 0) return file.Length;
        var block = new byte[BlockSize];
        long found = 0;
        for (var end = file.Length; end > 0;)
        {
            var length = (int)Math.Min(BlockSize, end);
            file.Position = end - length;
            file.ReadExactly(block, 0, length);
            for (var i = length - 1; i >= 0; i--)
            {
                // The end of the last line begins no further one.
                if (block[i] != '\n' || end - length + i == file.Length - 1) continue;
                if (++found == lines) return end - length + i + 1;
            }

            end -= length;
        }

        return 0;
    }
}
