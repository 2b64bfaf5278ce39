using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Pods;

/// <summary>Creates and deletes pods and tells so in events on their owner (upstream's RealPodControl).</summary>
internal sealed class PodControl(IKubeClient client, IEventRecorder recorder)
{
    /// <summary>Creates a pod of a template.</summary>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task CreateAsync(PodTemplateSpec template, KubeObject owner, CancellationToken cancellation)
    {
        if (template.Metadata.Labels.Count == 0) throw new InvalidOperationException("unable to create pods, no labels");
        try
        {
            var created = await client.CreateAsync(PodTemplates.Instantiate(template, owner), cancellation);
            recorder.Event(owner, "Normal", "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
        }
        catch (Exception e) when (e is not OperationCanceledException and not KubeApiException { IsNamespaceTerminating: true })
        {
            recorder.Event(owner, "Warning", "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    /// <summary>Deletes a pod; one that is gone already is fine.</summary>
    /// <returns>False when it was gone already.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<bool> DeleteAsync(string ns, string name, KubeObject owner, CancellationToken cancellation)
    {
        try
        {
            await client.DeleteAsync<Pod>(ns, name, null, cancellation);
            recorder.Event(owner, "Normal", "SuccessfulDelete", $"Deleted pod: {name}");
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            recorder.Event(owner, "Warning", "FailedDelete", $"Error deleting: {e.Message}");
            throw;
        }
    }
}
