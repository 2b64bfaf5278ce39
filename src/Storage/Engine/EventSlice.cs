namespace Kybernet.Storage.Engine;

/// <summary>All changes in a range from some revision through another.</summary>
internal readonly record struct EventSlice(IReadOnlyList<StoreEvent> Events, long Through);
