namespace Kybernet.Client;

/// <summary>
/// Is told what changes in an informer's collection (upstream's ResourceEventHandler). Called one change at a time, in
/// order, on the informer's loop: do no more than put keys into queues. Objects are frozen.
/// </summary>
/// <typeparam name="T">The kind of object.</typeparam>
public interface IInformerHandler<in T>
{
    /// <summary>An object is there that was not before.</summary>
    /// <param name="value">The object.</param>
    /// <param name="isInInitialList">Whether it was there before the handler was.</param>
    void OnAdd(T value, bool isInInitialList);

    /// <summary>An object changed; after a relist, changes in between may have been missed.</summary>
    void OnUpdate(T old, T value);

    /// <summary>An object is gone. After a relist this is the last state that was seen, not the last there was.</summary>
    void OnDelete(T value);
}

/// <summary>A handler made of functions; those not given do nothing.</summary>
/// <typeparam name="T">The kind of object.</typeparam>
public sealed class InformerHandler<T> : IInformerHandler<T>
{
    /// <summary>Called for an object that was not there before.</summary>
    public Action<T>? Added { get; init; }

    /// <summary>Called with the object before and after a change.</summary>
    public Action<T, T>? Updated { get; init; }

    /// <summary>Called for an object that is gone.</summary>
    public Action<T>? Deleted { get; init; }

    /// <summary>Calls the same function whatever happened.</summary>
    public static InformerHandler<T> ForAll(Action<T> any) => new() { Added = any, Updated = (_, value) => any(value), Deleted = any };

    void IInformerHandler<T>.OnAdd(T value, bool isInInitialList) => Added?.Invoke(value);

    void IInformerHandler<T>.OnUpdate(T old, T value) => Updated?.Invoke(old, value);

    void IInformerHandler<T>.OnDelete(T value) => Deleted?.Invoke(value);
}
