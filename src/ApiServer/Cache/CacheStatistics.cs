namespace Kybernet.ApiServer.Cache;

/// <summary>What a cache has gone through.</summary>
/// <param name="Watchers">How many watchers there are.</param>
/// <param name="LastChange">The revision of the last change.</param>
/// <param name="Capacity">How many events it can hold without growing.</param>
/// <param name="Events">How many events have come since it was filled.</param>
/// <param name="Initializations">How often it was filled.</param>
internal readonly record struct CacheStatistics(int Watchers, long LastChange, int Capacity, long Events, int Initializations);
