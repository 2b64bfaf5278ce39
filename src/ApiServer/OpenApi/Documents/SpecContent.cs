using System.IO.Pipelines;
using Kybernet.Api;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// What a document of the API tells: paths, and the definitions to which they lead. It is made anew for each request and
/// written piece by piece, so that nothing of it stays in memory: few ask, and seldom.
/// </summary>
internal sealed class SpecContent
{
    /// <summary>The name of the one way to say who one is that OpenAPI is told of.</summary>
    public const string SecurityName = "BearerToken";

    private const int PiecesAFlush = 16;

    private SpecContent(IEnumerable<SpecPath> paths) => Paths = [.. paths.OrderBy(p => p.Path, StringComparer.Ordinal)];

    /// <summary>The paths, in order.</summary>
    public IReadOnlyList<SpecPath> Paths { get; }

    /// <summary>The definitions that the paths need, in order of their names.</summary>
    public IReadOnlyCollection<Definition> Definitions =>
        DefinitionClosure.Of(Paths.SelectMany(p => p.Operations).SelectMany(o => o.Definitions));

    /// <summary>Whose API this is.</summary>
    public static JsonObject Info => new() { ["title"] = "Kubernetes", ["version"] = "unversioned" };

    /// <summary>The token in the header.</summary>
    public static JsonObject Security => new()
    {
        ["description"] = "A bearer token in the header Authorization.",
        ["in"] = "header",
        ["name"] = "authorization",
        ["type"] = "apiKey",
    };

    /// <summary>The whole API.</summary>
    public static SpecContent Whole(IReadOnlyList<ApiResource> resources)
    {
        var versions = Versions(resources);
        return new SpecContent(
        [
            GroupPaths.Core, GroupPaths.Groups, GroupPaths.Version, GroupPaths.OpenIdConfiguration, GroupPaths.OpenIdKeys,
            .. versions.Where(v => v.Group.Length > 0).Select(v => v.Group).Distinct().Select(GroupPaths.Group),
            .. versions.Select(GroupPaths.Resources),
            .. resources.SelectMany(r => ResourcePaths.Of(r, versions)),
        ]);
    }

    /// <summary>One group version.</summary>
    public static SpecContent Version(IReadOnlyList<ApiResource> resources, GroupVersion version) =>
        new([GroupPaths.Resources(version), .. resources.Where(r => r.Gvr.GroupVersion == version).SelectMany(r => ResourcePaths.Of(r, [version]))]);

    /// <summary>A path alone.</summary>
    public static SpecContent Single(SpecPath path) => new([path]);

    /// <summary>The group versions of resources.</summary>
    public static IReadOnlyList<GroupVersion> Versions(IEnumerable<ApiResource> resources) => [.. resources.Select(r => r.Gvr.GroupVersion).Distinct()];

    /// <summary>Writes all of it.</summary>
    /// <param name="sink">How it is encoded, into <paramref name="output"/>.</param>
    /// <param name="dialect">The version of OpenAPI.</param>
    /// <param name="output">Where it goes; flushed now and then.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAsync(ISpecSink sink, SpecDialect dialect, PipeWriter output, CancellationToken cancellation)
    {
        var pieces = 0;
        sink.Begin();
        foreach (var path in Paths)
        {
            sink.Path(path.Path, PathItem.Build(path, dialect));
            if (++pieces % PiecesAFlush == 0) await FlushAsync(sink, output, cancellation);
        }

        sink.BeginDefinitions();
        foreach (var definition in Definitions)
        {
            sink.Definition(definition.Name, definition.Build(dialect));
            if (++pieces % PiecesAFlush == 0) await FlushAsync(sink, output, cancellation);
        }

        sink.End();
        await FlushAsync(sink, output, cancellation);
    }

    private static ValueTask<FlushResult> FlushAsync(ISpecSink sink, PipeWriter output, CancellationToken cancellation)
    {
        sink.Flush();
        return output.FlushAsync(cancellation);
    }
}
