namespace Kybernet.Client;

/// <summary>Where a reflector puts what it reads.</summary>
/// <typeparam name="T">The kind of object.</typeparam>
public interface IReflectorStore<T>
{
    /// <summary>Takes the place of all there was.</summary>
    void Replace(ObjectList<T> list);

    /// <summary>Takes one change; never a bookmark.</summary>
    void Apply(WatchEvent<T> change);
}
