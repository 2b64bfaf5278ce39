using System.Runtime.InteropServices;
using Kybernet.Api.Json;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>
/// Says which Kubernetes this is: upstream's version with ours as build metadata (<c>v1.36.2+kybernet.0.1.0</c>), which
/// semantic versioning ignores when it compares.
/// </summary>
internal sealed class VersionEndpoint : IPathEndpoint
{
    private const string Upstream = "v1.36.2";

    /// <summary>The version as nodes and clients see it.</summary>
    public static string GitVersion { get; } = $"{Upstream}+kybernet.{typeof(VersionEndpoint).Assembly.GetName().Version?.ToString(3)}";

    /// <inheritdoc/>
    public IEnumerable<string> Paths => ["/version"];

    /// <inheritdoc/>
    public bool Serves(string path) => path is "/version" or "/version/";

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation) => PathEndpoints.WriteJsonAsync(context, new JsonObject
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = RuntimeInformation.FrameworkDescription,
        ["compiler"] = "roslyn",
        ["platform"] = "linux/" + RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.Arm64 => "arm64",
            var other => other.ToString().ToLowerInvariant(),
        },
    });
}
