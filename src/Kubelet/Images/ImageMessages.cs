namespace Kybernet.Kubelet.Images;

/// <summary>Upstream's sentences about images.</summary>
internal static class ImageMessages
{
    public static string AlreadyPresent(string image) => $"Container image \"{image}\" already present on machine and can be accessed by the pod";

    public static string NeverPulled(string image) => $"Container image \"{image}\" is not present with pull policy of Never";

    public static string Pulling(string image) => $"Pulling image \"{image}\"";

    public static string PullFailed(string image, string error) => $"Failed to pull image \"{image}\": {error}";

    public static string BackOff(string image) => $"Back-off pulling image \"{image}\"";
}
