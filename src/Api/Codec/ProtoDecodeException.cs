namespace Kybernet.Api;

/// <summary>Protobuf that is damaged or does not fit the type it is read into.</summary>
public sealed class ProtoDecodeException(string message, Exception? inner = null) : FormatException(message, inner);
