using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Client;

/// <summary>Tells users what a component does about an object, as Events (upstream's record.EventRecorder).</summary>
public interface IEventRecorder
{
    /// <summary>Records an event. Never waits and never fails: under pressure events are dropped.</summary>
    /// <param name="about">The object it is about, or a part of it.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">Why, in one CamelCase word.</param>
    /// <param name="message">For people.</param>
    void Event(ObjectReference about, string type, string reason, string message);

    /// <inheritdoc cref="Event(ObjectReference, string, string, string)"/>
    void Event(KubeObject about, string type, string reason, string message) =>
        Event(ObjectReferences.To(about), type, reason, message);
}
