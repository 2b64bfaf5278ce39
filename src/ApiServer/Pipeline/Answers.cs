using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>What a request is answered with. How it looks to the client is for the adapter to decide that sent the request.</summary>
/// <param name="Code">The HTTP status code.</param>
internal abstract record ApiAnswer(int Code);

/// <summary>One object of a resource.</summary>
/// <param name="Code">200, or 201 when it was created.</param>
/// <param name="Definition">The resource as served.</param>
/// <param name="Entry">The object in the served version.</param>
internal sealed record ObjectAnswer(int Code, ResourceDefinition Definition, ObjectEntry Entry) : ApiAnswer(Code);

/// <summary>Something that is no object of a resource: a Status, a Scale, a token.</summary>
/// <param name="Code">The HTTP status code.</param>
/// <param name="Kind">What.</param>
internal sealed record KindAnswer(int Code, KubeKind Kind) : ApiAnswer(Code);

/// <summary>Many objects.</summary>
/// <param name="Definition">The resource as served.</param>
/// <param name="Items">The objects in the served version, in order of their keys.</param>
/// <param name="Revision">The revision that the list shows; 0 for what is in no store.</param>
/// <param name="Continue">Where the next page begins; empty on the last.</param>
/// <param name="Remaining">How many items come after this page; null when that is not known.</param>
internal sealed record ListAnswer(
    ResourceDefinition Definition, IReadOnlyList<ObjectEntry> Items, long Revision, string Continue = "", long? Remaining = null)
    : ApiAnswer(200);

/// <summary>A stream of changes; whoever takes it disposes it.</summary>
/// <param name="Definition">The resource as served.</param>
/// <param name="Stream">The changes.</param>
internal sealed record WatchAnswer(ResourceDefinition Definition, WatchStream Stream) : ApiAnswer(200);

/// <summary>A watch that ends where it begins: upstream tells a revision that it cannot watch from as the stream's only event.</summary>
/// <param name="Status">What is wrong.</param>
internal sealed record FailedWatchAnswer(Status Status) : ApiAnswer(200);
