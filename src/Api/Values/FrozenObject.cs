using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Api;

/// <summary>What a frozen object answers to whoever tries to change it.</summary>
public static class FrozenObject
{
    /// <summary>Always throws: shared objects are not changed, they are copied first.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void Throw() => throw new InvalidOperationException("object is frozen: clone it before changing it");
}
