namespace Kybernet.Wire.Spdy;

/// <summary>The peer broke the rules of SPDY/3.1; the session cannot go on.</summary>
public sealed class SpdyProtocolException(string message) : IOException("SPDY: " + message);
