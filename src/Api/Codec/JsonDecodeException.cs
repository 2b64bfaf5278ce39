namespace Kybernet.Api;

/// <summary>JSON that does not fit the type it is read into; the message is upstream's.</summary>
public sealed class JsonDecodeException(string message, Exception? inner = null) : Exception(message, inner);
