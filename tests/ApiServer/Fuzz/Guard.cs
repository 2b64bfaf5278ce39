namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Holds back the few requests that would end the run for all others, or reach beyond it.</summary>
internal static class Guard
{
    public static void Apply(FuzzRequest request)
    {
        var parts = Uri.UnescapeDataString(request.Path).Split('/', StringSplitOptions.RemoveEmptyEntries);

        // What a stream would be opened to is made up by chance, addresses too: it is not to be dialled.
        if (parts.Any(static p => RequestMaker.Streams.Contains(p, StringComparer.OrdinalIgnoreCase)) && !parts.Contains("absent"))
            request.Target = "/api/v1/namespaces/fuzz/pods/absent/log";

        // Without its namespace nothing more can be created.
        if (request.Method == "DELETE" && parts is [_, .., "namespaces"] or [_, .., "namespaces", "fuzz"]) request.Method = "GET";
    }
}
