using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Kybernet.Base;

namespace Kybernet.ApiServer;

/// <summary>
/// An audit log in a file: a line of JSON an event (audit.k8s.io/v1), written in the background. When the disk does not
/// keep up events are dropped and counted, as with upstream's batching backend: no request waits for its audit.
/// </summary>
public sealed class AuditLog : IAuditSink, IAsyncDisposable
{
    private const int BufferSize = 10_000;

    // Lines are collected up to this many bytes, as long as there are more: one call to the system for many requests.
    private const int FlushBytes = 64 * 1024;

    private readonly AuditLogOptions _options;
    private readonly Channel<AuditEvent> _events =
        Channel.CreateBounded<AuditEvent>(new BoundedChannelOptions(BufferSize) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Task _writing;
    private long _dropped;

    /// <summary>Starts the log.</summary>
    public AuditLog(AuditLogOptions options, ExecutionEnvironment environment)
    {
        _options = options;
        _writing = environment.Run(WriteAsync);
    }

    /// <summary>How many events were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public AuditLevel LevelFor(AuthorizationAttributes attributes)
    {
        if (!_options.WritesOnly) return AuditLevel.Metadata;
        var writes = attributes.Verb is "create" or "update" or "patch" or "delete" or "deletecollection";
        return writes && attributes.IsResourceRequest && attributes.Resource is not ("events" or "leases") ? AuditLevel.Metadata : AuditLevel.None;
    }

    /// <inheritdoc/>
    public void Record(AuditEvent audit)
    {
        if (!_events.Writer.TryWrite(audit)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what is left and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        ArrayBufferWriter<byte> lines = new();
        await using Utf8JsonWriter writer = new(lines);
        while (await _events.Reader.WaitToReadAsync())
        {
            SetAsideWhenLarge();
            await using var file = Open();
            var size = file.Length;
            while (size + lines.WrittenCount < _options.MaxSize && _events.Reader.TryRead(out var audit))
            {
                AuditEventJson.Write(lines, writer, audit);
                if (lines.WrittenCount >= FlushBytes) size += WriteOut();
            }

            WriteOut();

            int WriteOut()
            {
                var length = lines.WrittenCount;
                file.Write(lines.WrittenSpan);
                lines.ResetWrittenCount();
                return length;
            }
        }
    }

    private FileStream Open()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(_options.Path, options);
    }

    private void SetAsideWhenLarge()
    {
        FileInfo file = new(_options.Path);
        if (!file.Exists || file.Length < _options.MaxSize) return;
        for (var i = _options.MaxBackups; i > 1; i--)
        {
            if (File.Exists(Backup(i - 1))) File.Move(Backup(i - 1), Backup(i), overwrite: true);
        }

        if (_options.MaxBackups > 0) file.MoveTo(Backup(1), overwrite: true);
        else file.Delete();
    }

    private string Backup(int number) => $"{_options.Path}.{number}";
}
