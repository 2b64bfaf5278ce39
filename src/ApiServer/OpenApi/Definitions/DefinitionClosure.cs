namespace Kybernet.ApiServer.OpenApi;

/// <summary>Definitions with all to which they refer.</summary>
internal static class DefinitionClosure
{
    /// <summary>Everything that can be reached from <paramref name="roots"/>, each once, by name.</summary>
    public static IReadOnlyCollection<Definition> Of(IEnumerable<Definition> roots)
    {
        SortedDictionary<string, Definition> found = new(StringComparer.Ordinal);
        Stack<Definition> waiting = new(roots);
        while (waiting.TryPop(out var definition))
        {
            if (!found.TryAdd(definition.Name, definition)) continue;
            foreach (var reference in definition.References) waiting.Push(reference);
        }

        return found.Values;
    }
}
