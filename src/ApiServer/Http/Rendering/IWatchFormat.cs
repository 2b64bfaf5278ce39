using System.Buffers;
using Kybernet.ApiServer.Cache;
using Kybernet.Client;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>How the events of a watch are framed and their objects written. What an event carries is made once for all watchers.</summary>
internal interface IWatchFormat
{
    /// <summary>The Content-Type.</summary>
    string ContentType { get; }

    /// <summary>Writes an event with its object.</summary>
    void Write(IBufferWriter<byte> output, WatchEventType type, ObjectEntry entry);
}
