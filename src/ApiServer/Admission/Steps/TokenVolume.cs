using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>The volume by which a pod's containers talk to the API: a token, the server's CA and the pod's namespace.</summary>
internal static class TokenVolume
{
    /// <summary>Where it is mounted.</summary>
    public const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string Prefix = "kube-api-access-";
    private const int SuffixLength = 5;
    private const int FileMode = 0b110_100_100;

    // An hour, and a little that says who asked for it.
    private const long ExpirationSeconds = 3607;

    /// <summary>Mounts the volume into every container that has nothing at its place.</summary>
    public static void Mount(PodSpec spec, RandomSource random)
    {
        var existing = spec.Volumes.FirstOrDefault(v => v.Name.StartsWith(Prefix, StringComparison.Ordinal));
        var name = existing?.Name ?? NewName(spec, random);
        var needed = false;
        foreach (var container in spec.InitContainers) needed |= Mount(container, name);
        foreach (var container in spec.Containers) needed |= Mount(container, name);
        if (needed && existing is null) spec.Volumes.Add(Source(name));
    }

    private static string NewName(PodSpec spec, RandomSource random)
    {
        while (true)
        {
            var name = Prefix + random.NextSuffix(SuffixLength);
            if (spec.Volumes.All(v => v.Name != name)) return name;
        }
    }

    private static bool Mount(Container container, string volume)
    {
        if (container.VolumeMounts.Any(m => m.MountPath == MountPath)) return false;
        container.VolumeMounts.Add(new VolumeMount { Name = volume, ReadOnly = true, MountPath = MountPath });
        return true;
    }

    private static Volume Source(string name) => new()
    {
        Name = name,
        Projected = new ProjectedVolumeSource
        {
            DefaultMode = FileMode,
            Sources =
            [
                new VolumeProjection { ServiceAccountToken = new() { Path = "token", ExpirationSeconds = ExpirationSeconds } },
                new VolumeProjection { ConfigMap = new() { Name = "kube-root-ca.crt", Items = [new KeyToPath { Key = "ca.crt", Path = "ca.crt" }] } },
                new VolumeProjection
                {
                    DownwardAPI = new()
                    {
                        Items = [new DownwardAPIVolumeFile { Path = "namespace", FieldRef = new() { ApiVersion = "v1", FieldPath = "metadata.namespace" } }],
                    },
                },
            ],
        },
    };
}
