using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containers;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Turns ConfigMaps, Secrets and the pod's own fields into files.</summary>
/// <param name="objects">Where objects are read.</param>
internal sealed class ObjectFiles(IObjectSource objects)
{
    /// <summary>The permissions of files that say nothing else.</summary>
    public const int DefaultMode = 0x1A4; // 0644

    /// <summary>Adds a ConfigMap's entries.</summary>
    public async Task AddConfigMapAsync(
        Dictionary<string, VolumeFile> files, string ns, string name, KubeList<KeyToPath> items, bool optional, int mode,
        CancellationToken cancellation)
    {
        if (await objects.FindConfigMapAsync(ns, name, cancellation) is not { } map)
        {
            if (optional) return;
            throw new VolumeException($"configmap {GoQuote.Quote(name)} not found");
        }

        Dictionary<string, ReadOnlyMemory<byte>> data = new(StringComparer.Ordinal);
        foreach (var (key, text) in map.Data) data[key] = Encoding.UTF8.GetBytes(text);
        foreach (var (key, bytes) in map.BinaryData) data[key] = bytes;
        Add(files, data, items, optional, mode, "configmap");
    }

    /// <summary>Adds a Secret's entries.</summary>
    public async Task AddSecretAsync(
        Dictionary<string, VolumeFile> files, string ns, string name, KubeList<KeyToPath> items, bool optional, int mode,
        CancellationToken cancellation)
    {
        if (await objects.FindSecretAsync(ns, name, cancellation) is not { } secret)
        {
            if (optional) return;
            throw new VolumeException($"secret {GoQuote.Quote(name)} not found");
        }

        Dictionary<string, ReadOnlyMemory<byte>> data = new(StringComparer.Ordinal);
        foreach (var (key, bytes) in secret.Data) data[key] = bytes;
        Add(files, data, items, optional, mode, "secret");
    }

    /// <summary>Adds fields of the pod.</summary>
    public static void AddDownward(
        Dictionary<string, VolumeFile> files, KubeList<DownwardAPIVolumeFile> items, DownwardFields fields, int mode)
    {
        foreach (var item in items)
        {
            try
            {
                var text = item.FieldRef is { } field ? fields.Field(field.FieldPath)
                    : item.ResourceFieldRef is { } resource ? fields.Resource(resource, new())
                    : "";
                files[item.Path] = new(Encoding.UTF8.GetBytes(text), item.Mode ?? mode);
            }
            catch (InvalidOperationException e)
            {
                throw new VolumeException(e.Message);
            }
        }
    }

    private static void Add(
        Dictionary<string, VolumeFile> files, Dictionary<string, ReadOnlyMemory<byte>> data, KubeList<KeyToPath> items, bool optional, int mode,
        string what)
    {
        if (items.Count == 0)
        {
            foreach (var (key, content) in data) files[key] = new(content, mode);
            return;
        }

        foreach (var item in items)
        {
            if (data.TryGetValue(item.Key, out var content)) files[item.Path] = new(content, item.Mode ?? mode);
            else if (!optional) throw new VolumeException($"{what} references non-existent {what.Replace("map", "", StringComparison.Ordinal)} key: {item.Key}");
        }
    }
}
