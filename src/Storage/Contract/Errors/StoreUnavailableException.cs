namespace Kybernet.Storage;

/// <summary>
/// The store takes no requests, now or for good: it is closed, reopening after a failure, or stopped, or its etcd does not answer.
/// Nothing was done.
/// </summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="cause">What failed.</param>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : StoreException(message, cause);
