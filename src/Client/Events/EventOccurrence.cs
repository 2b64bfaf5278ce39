using Kybernet.Api.Core.V1;

namespace Kybernet.Client;

/// <summary>Something that happened, before it is an Event object.</summary>
/// <param name="About">The object it is about.</param>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">For people.</param>
/// <param name="At">When.</param>
internal sealed record EventOccurrence(ObjectReference About, string Type, string Reason, string Message, DateTimeOffset At)
{
    /// <summary>What the spam filter counts by.</summary>
    public ObjectIdentity Object => new(About.Kind, About.Namespace, About.Name, About.Uid, About.ApiVersion);

    /// <summary>What similar events have in common.</summary>
    public EventGroup Group => new(Object, About.FieldPath, Type, Reason);
}

/// <summary>An object as events tell it apart from others.</summary>
internal readonly record struct ObjectIdentity(string Kind, string Namespace, string Name, string Uid, string ApiVersion);

/// <summary>Events that differ in their message alone.</summary>
internal readonly record struct EventGroup(ObjectIdentity Object, string FieldPath, string Type, string Reason);
