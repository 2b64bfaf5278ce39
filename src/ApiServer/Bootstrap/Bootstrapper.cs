using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ApiServer.Bootstrap;

/// <summary>
/// Sees to it at every start that what a control plane is expected to contain is there. Works through the API itself, as
/// <c>system:apiserver</c>.
/// </summary>
/// <param name="transport">Into this server, as a member of system:masters.</param>
/// <param name="time">The clock.</param>
internal sealed class Bootstrapper(IKubeTransport transport, TimeProvider time)
{
    /// <summary>Creates what is missing and brings the RBAC defaults up to date.</summary>
    /// <exception cref="KubeApiException">The API refused an object: a bug or a damaged store.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var group in BootstrapObjects.Read().GroupBy(o => o.Resource))
        {
            var existing = await ListAsync(group.Key, cancellation);
            foreach (var wanted in group)
            {
                var meta = wanted.Object.Metadata;
                if (!existing.TryGetValue((meta.Namespace, meta.Name), out var found)) await CreateAsync(wanted, cancellation);
                else if (RoleReconciliation.Reconcile(found, wanted.Object) is { } changed)
                {
                    await UpdateAsync(wanted.Resource, changed, cancellation);
                }
            }
        }
    }

    private async Task<Dictionary<(string Namespace, string Name), KubeObject>> ListAsync(ApiResource resource, CancellationToken cancellation)
    {
        var list = await transport.ListAsync(new KubeRequest { Verb = "list", Resource = resource.Gvr }, cancellation);
        return list.Items.Select(item => item.Shared ?? Decode(resource, item)).ToDictionary(o => (o.Metadata.Namespace, o.Metadata.Name));
    }

    private static KubeObject Decode(ApiResource resource, TransportObject item)
    {
        var obj = (KubeObject)resource.Kind.Create();
        KubeCodec.DecodeInto(obj, item.Json.Span);
        return obj;
    }

    private async Task CreateAsync(BootstrapObject wanted, CancellationToken cancellation)
    {
        try
        {
            var created = await WriteAsync("create", wanted.Resource, wanted.Object, "", cancellation);
            if (HasStatus(wanted)) await WriteStatusAsync(wanted, created, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // Another API server on the same store was quicker: what counts is that it is there.
        }
    }

    private async Task UpdateAsync(ApiResource resource, KubeObject changed, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync("update", resource, changed, "", cancellation);
        }
        catch (KubeApiException e) when (e.IsConflict)
        {
            // The same: it has the same defaults.
        }
    }

    // Create drops status, as for every client; where the recorded object has one, it is written as status is.
    private static bool HasStatus(BootstrapObject wanted) =>
        wanted.Object is not Namespace && wanted.Resource.FindSubresource("status") is not null;

    private async Task WriteStatusAsync(BootstrapObject wanted, TransportObject created, CancellationToken cancellation)
    {
        var obj = Decode(wanted.Resource, created);
        if (obj is Api.Apiregistration.V1.APIService service)
        {
            service.Status = ((Api.Apiregistration.V1.APIService)wanted.Object).Status;
            foreach (var condition in service.Status.Conditions) condition.LastTransitionTime = time.GetUtcNow();
        }
        else if (obj is Api.Flowcontrol.V1.FlowSchema schema)
        {
            schema.Status = ((Api.Flowcontrol.V1.FlowSchema)wanted.Object).Status;
            foreach (var condition in schema.Status.Conditions) condition.LastTransitionTime = time.GetUtcNow();
        }
        else
        {
            return;
        }

        await WriteAsync("update", wanted.Resource, obj, "status", cancellation);
    }

    private Task<TransportObject> WriteAsync(
        string verb, ApiResource resource, KubeObject obj, string subresource, CancellationToken cancellation) =>
        transport.SendAsync(
            new KubeRequest
            {
                Verb = verb,
                Resource = resource.Gvr,
                Namespace = obj.Metadata.Namespace,
                Name = verb == "create" ? "" : obj.Metadata.Name,
                Subresource = subresource,
                Body = KubeCodec.Encode(obj),
            },
            cancellation);
}
