using Kybernet.Base;

namespace Kybernet.Kubelet.Logs;

/// <summary>Reads a container's log file to somebody, to its end or as it grows, across rotations.</summary>
/// <param name="environment">The clock, for waiting.</param>
internal sealed class LogReader(ExecutionEnvironment environment)
{
    private const int BufferSize = 32 * 1024;
    private const int MaxLine = 1024 * 1024;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes what is wanted.</summary>
    /// <param name="path">The log file.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="isRunning">Whether the container still writes: following ends with it.</param>
    /// <param name="output">To whom.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FileNotFoundException">There is no log.</exception>
    public async Task ReadAsync(string path, LogQuery query, Func<Task<bool>> isRunning, Stream output, CancellationToken cancellation)
    {
        LogLineWriter writer = new(query, output);
        var file = Open(path);
        try
        {
            file.Position = query.TailLines is { } lines ? LogTail.FindStart(file, lines) : 0;
            List<byte> pending = [];
            while (true)
            {
                // Asked before reading: what was written before the container ended is then surely read.
                var goesOn = query.Follow && await isRunning();
                await CopyAsync(file, pending, writer, cancellation);
                if (writer.IsFull) break;
                await output.FlushAsync(cancellation);
                if (IsReplaced(path, file))
                {
                    await CopyAsync(file, pending, writer, cancellation);
                    await file.DisposeAsync();
                    file = Open(path);
                    continue;
                }

                if (!goesOn) break;
                await environment.Delay(PollInterval, cancellation);
            }
        }
        finally
        {
            await file.DisposeAsync();
        }

        await output.FlushAsync(cancellation);
    }

    private static async Task CopyAsync(FileStream file, List<byte> pending, LogLineWriter writer, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        int read;
        while (!writer.IsFull && (read = await file.ReadAsync(buffer, cancellation)) > 0)
        {
            var rest = buffer.AsMemory(0, read);
            int end;
            while ((end = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                pending.AddRange(rest.Span[..(end + 1)]);
                await writer.WriteAsync(pending.ToArray(), cancellation);
                pending.Clear();
                rest = rest[(end + 1)..];
            }

            // A runtime never writes a line this long: the file is not a log. What does not fit is left out.
            if (pending.Count < MaxLine) pending.AddRange(rest.Span);
        }
    }

    // The runtime moves a full file away and goes on in a new one of the same name.
    private static bool IsReplaced(string path, FileStream file)
    {
        FileInfo current = new(path);
        return current.Exists && current.Length < file.Position;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
}
