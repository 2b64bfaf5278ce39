using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>
/// What a controller has done and not yet seen in its cache (upstream's UIDTrackingControllerExpectations): as long as it
/// waits for its own creations and deletions to show up, it must not count what it sees. Waiting ends after five minutes,
/// in case a change was missed. Safe for use by several threads.
/// </summary>
/// <param name="environment">Whose clock the waiting is measured by.</param>
public sealed class Expectations(ExecutionEnvironment environment)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Expected> _expected = [];

    /// <summary>The controller of that key is about to create <paramref name="count"/> objects.</summary>
    public void ExpectCreations(ObjectKey controller, int count) => Expect(controller, new Expected(count, [], environment.Now));

    /// <summary>The controller of that key is about to delete these objects, told by key.</summary>
    public void ExpectDeletions(ObjectKey controller, IEnumerable<ObjectKey> objects) =>
        Expect(controller, new Expected(0, [.. objects], environment.Now));

    /// <summary>A creation has shown up, or has failed and will not.</summary>
    public void CreationObserved(ObjectKey controller)
    {
        lock (_lock)
        {
            if (_expected.TryGetValue(controller, out var expected)) _expected[controller] = expected with { Creations = expected.Creations - 1 };
        }
    }

    /// <summary>The deletion of an object has shown up, or has failed and will not.</summary>
    public void DeletionObserved(ObjectKey controller, ObjectKey obj)
    {
        lock (_lock)
        {
            if (_expected.TryGetValue(controller, out var expected)) expected.Deletions.Remove(obj);
        }
    }

    /// <summary>Whether nothing is waited for, so that what the cache shows can be trusted.</summary>
    public bool Satisfied(ObjectKey controller)
    {
        lock (_lock)
        {
            return !_expected.TryGetValue(controller, out var expected)
                || (expected.Creations <= 0 && expected.Deletions.Count == 0)
                || environment.Now - expected.Since > Timeout;
        }
    }

    /// <summary>The controller's object is gone.</summary>
    public void Forget(ObjectKey controller)
    {
        lock (_lock) _expected.Remove(controller);
    }

    private void Expect(ObjectKey controller, Expected expected)
    {
        lock (_lock) _expected[controller] = expected;
    }

    private readonly record struct Expected(int Creations, HashSet<ObjectKey> Deletions, DateTimeOffset Since);
}
