namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>
/// Owners of which the server has said that they are not there: a uid never comes back, so a thousand dependents of one
/// owner cost one question. Holds the last 500. Safe for use by several threads.
/// </summary>
internal sealed class AbsentOwners
{
    private const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly HashSet<AbsentOwner> _owners = [];
    private readonly Queue<AbsentOwner> _order = new();

    public bool Contains(AbsentOwner owner)
    {
        lock (_lock) return _owners.Contains(owner);
    }

    public void Add(AbsentOwner owner)
    {
        lock (_lock)
        {
            if (!_owners.Add(owner)) return;
            _order.Enqueue(owner);
            if (_order.Count > Capacity) _owners.Remove(_order.Dequeue());
        }
    }
}

/// <summary>An owner as a reference describes it.</summary>
internal readonly record struct AbsentOwner(string ApiVersion, string Kind, string Namespace, string Name, string Uid);
