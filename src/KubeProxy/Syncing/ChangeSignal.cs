using System.Threading.Channels;

namespace Kybernet.KubeProxy.Syncing;

/// <summary>Says that something has changed since somebody looked last; many changes are one signal.</summary>
internal sealed class ChangeSignal
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Says so.</summary>
    public void Set() => _changed.Writer.TryWrite(true);

    /// <summary>Waits for a change.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await _changed.Reader.WaitToReadAsync(cancellation);

    /// <summary>Turns the signal off: what changes from here on is another change.</summary>
    public void Reset() => _changed.Reader.TryRead(out _);
}
