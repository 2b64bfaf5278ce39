namespace Kybernet.Storage;

/// <summary>
/// The etcd behind the store refuses the request for good: it is too large, or this client may not do it. Nothing was done. The
/// message has etcd's words.
/// </summary>
/// <param name="message">Why.</param>
/// <param name="cause">What etcd answered.</param>
public sealed class StoreRefusedException(string message, Exception? cause = null) : StoreException(message, cause);
