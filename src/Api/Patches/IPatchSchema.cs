namespace Kybernet.Api.Patches;

/// <summary>What a strategic merge patch does with a field (x-kubernetes-patch-strategy).</summary>
[Flags]
public enum PatchStrategy : byte
{
    /// <summary>Unsaid: objects merge, lists are replaced.</summary>
    None = 0,

    /// <summary>Lists merge: of objects by their merge key, of scalars as sets.</summary>
    Merge = 1,

    /// <summary>Replaced whole, be it an object.</summary>
    Replace = 2,

    /// <summary>A patch may say with $retainKeys which keys stay; for a union.</summary>
    RetainKeys = 4,
}

/// <summary>How one field is patched.</summary>
/// <param name="Strategy">What is done with it.</param>
/// <param name="MergeKey">By which field list elements are told apart; empty for none.</param>
/// <param name="Schema">The type of the object, or of the list's elements; null where there are no known fields below.</param>
public readonly record struct PatchField(PatchStrategy Strategy, string MergeKey, IPatchSchema? Schema);

/// <summary>What strategic merge patches must know about an object's type.</summary>
public interface IPatchSchema
{
    /// <summary>The type's name, for messages.</summary>
    string Name { get; }

    /// <summary>Finds a field by its JSON name; a map has every field.</summary>
    bool TryGetField(string jsonName, out PatchField field);
}
