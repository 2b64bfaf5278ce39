namespace Kybernet.Storage;

/// <summary>Something the store refuses or cannot do; each kind of it is a class of its own.</summary>
public abstract class StoreException(string message, Exception? inner = null) : Exception(message, inner);
