using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Images;

/// <summary>Pulls images, one at a time (upstream's serializeImagePulls), and waits longer and longer for those that fail.</summary>
internal sealed class ImagePuller(IImageService images, IObjectSource objects, IEventRecorder events, ExecutionEnvironment environment) : IImageSource
{
    private readonly Slots _turn = new(1);
    private readonly Lock _lock = new();
    private readonly ExponentialBackoff _backoff = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
    private readonly Dictionary<string, (DateTimeOffset At, string Error)> _failures = new(StringComparer.Ordinal);

    public async Task<RuntimeImage> EnsureAsync(Pod pod, Container container, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        // 1. Which image, and is it here?
        var (image, name) = NameOf(pod, container);
        RuntimeImage? present;
        try
        {
            present = await images.FindAsync(image, cancellation);
        }
        catch (RuntimeException e)
        {
            events.Warning(pod, "InspectFailed", $"Failed to inspect image \"{image}\": {e.Message}", container.Name);
            throw Failure(StartFailure.ImageInspectError, $"Failed to inspect image \"{image}\": {e.Message}");
        }

        // 2. Does the policy want it pulled?
        var policy = container.ImagePullPolicy.Length > 0 ? container.ImagePullPolicy : name.MovesByItself ? "Always" : "IfNotPresent";
        if (policy != "Always" && present is not null)
        {
            events.Normal(pod, "Pulled", ImageMessages.AlreadyPresent(container.Image), container.Name);
            return present;
        }

        if (policy == "Never")
        {
            events.Warning(pod, StartFailure.ErrImageNeverPull, ImageMessages.NeverPulled(container.Image), container.Name);
            throw Refused(pod, container, StartFailure.ErrImageNeverPull, ImageMessages.NeverPulled(container.Image));
        }

        // 3. Pull it, unless it has just failed.
        ThrowIfBackingOff(pod, container);
        await PullAsync(pod, container, image, name, sandbox, cancellation);
        return await images.FindAsync(image, cancellation)
            ?? throw Failure(StartFailure.ErrImagePull, $"image \"{image}\" was pulled and is not there");
    }

    public DateTimeOffset? RetryAt(Pod pod, Container container)
    {
        lock (_lock)
        {
            return _failures.TryGetValue(Key(pod, container), out var failure) ? failure.At + _backoff.DelayOf(Key(pod, container)) : null;
        }
    }

    private (string Image, ImageName Name) NameOf(Pod pod, Container container)
    {
        try
        {
            var image = ImageName.WithDefaultTag(container.Image);
            return (image, ImageName.Parse(image));
        }
        catch (FormatException e)
        {
            var message = $"Failed to apply default image tag \"{container.Image}\": couldn't parse image name \"{container.Image}\": {e.Message}";
            events.Warning(pod, "InspectFailed", message, container.Name);
            throw Refused(pod, container, StartFailure.InvalidImageName, message);
        }
    }

    private void ThrowIfBackingOff(Pod pod, Container container)
    {
        lock (_lock)
        {
            var key = Key(pod, container);
            if (!_failures.TryGetValue(key, out var failure) || _backoff.Remaining(key, failure.At, environment.Now) <= TimeSpan.Zero) return;
            events.Normal(pod, "BackOff", ImageMessages.BackOff(container.Image), container.Name);
            throw Refused(
                pod, container, StartFailure.ImagePullBackOff, $"{ImageMessages.BackOff(container.Image)}: {StartFailure.ErrImagePull}: {failure.Error}");
        }
    }

    private async Task PullAsync(
        Pod pod, Container container, string image, ImageName name, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        events.Normal(pod, "Pulling", ImageMessages.Pulling(container.Image), container.Name);
        var asked = environment.Time.GetTimestamp();
        await _turn.WaitAsync(cancellation);
        try
        {
            var began = environment.Time.GetTimestamp();
            await PullWithCredentialsAsync(pod, image, name, sandbox, cancellation);
            var (pulling, all) = (environment.Time.GetElapsedTime(began), environment.Time.GetElapsedTime(asked));
            var size = (await images.FindAsync(image, cancellation))?.SizeBytes ?? 0;
            events.Normal(pod, "Pulled", string.Create(
                CultureInfo.InvariantCulture,
                $"Successfully pulled image \"{container.Image}\" in {Text(pulling)} ({Text(all)} including waiting). Image size: {size} bytes."), container.Name);
            lock (_lock) _failures.Remove(Key(pod, container));
        }
        catch (RuntimeException e)
        {
            events.Warning(pod, "Failed", ImageMessages.PullFailed(container.Image, e.Message), container.Name);
            lock (_lock)
            {
                var key = Key(pod, container);
                _backoff.Next(key, environment.Now, environment.Now);
                _failures[key] = (environment.Now, e.Message);
            }

            throw Refused(pod, container, StartFailure.ErrImagePull, e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PullWithCredentialsAsync(Pod pod, string image, ImageName name, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        List<Secret> secrets = [];
        foreach (var reference in pod.Spec.ImagePullSecrets)
        {
            if (await objects.FindSecretAsync(pod.Metadata.Namespace, reference.Name, cancellation) is { } secret) secrets.Add(secret);
            else events.Warning(pod, "FailedToRetrieveImagePullSecret", $"Unable to retrieve some image pull secrets ({reference.Name}); attempting to pull the image may not succeed.");
        }

        IReadOnlyList<AuthConfig?> credentials = RegistryCredentials.Find(name, secrets);
        if (credentials.Count == 0) credentials = [null];
        for (var i = 0; ; i++)
        {
            try
            {
                await images.PullAsync(image, credentials[i], sandbox, cancellation);
                return;
            }
            catch (RuntimeException) when (i + 1 < credentials.Count)
            {
                // the next may be the right one
            }
        }
    }

    /// <summary>The container's own event, beside the one that tells the details.</summary>
    private StartFailureException Refused(Pod pod, Container container, string reason, string message)
    {
        events.Warning(pod, "Failed", $"Error: {reason}", container.Name);
        return Failure(reason, message);
    }

    private static StartFailureException Failure(string reason, string message) => new(new(reason, message));

    private static string Text(TimeSpan duration) =>
        KubeDuration.Format(TimeSpan.FromMilliseconds(Math.Floor(duration.TotalMilliseconds)));

    private static string Key(Pod pod, Container container) => $"{pod.Metadata.Uid}_{container.Image}";
}
