using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Containers;

/// <summary>Makes a container's environment variables.</summary>
internal sealed class ContainerEnvironment(IObjectSource objects)
{
    /// <summary>The variables: those of services first, then of whole ConfigMaps and Secrets, then the container's own.</summary>
    /// <exception cref="InvalidOperationException">The spec names what is not there; the message is upstream's.</exception>
    public async Task<IReadOnlyDictionary<string, string>> BuildAsync(
        Pod pod, Container container, IReadOnlyList<KeyValuePair<string, string>> services, DownwardFields fields, CancellationToken cancellation)
    {
        Dictionary<string, string> result = new(StringComparer.Ordinal);
        foreach (var source in container.EnvFrom) await AddAllAsync(result, pod.Metadata.Namespace, source, cancellation);

        Dictionary<string, string> linked = new(StringComparer.Ordinal);
        foreach (var (key, value) in services) linked[key] = value;

        foreach (var variable in container.Env)
        {
            var value = variable.Value.Length > 0
                ? Expansion.Expand(variable.Value, name => result.GetValueOrDefault(name) ?? linked.GetValueOrDefault(name))
                : variable.ValueFrom is { } from ? await ReadAsync(pod, container, from, fields, cancellation) : "";
            if (value is not null) result[variable.Name] = value;
        }

        // What the container says itself goes before what services say.
        foreach (var (key, value) in linked) result.TryAdd(key, value);
        return result;
    }

    private async Task AddAllAsync(Dictionary<string, string> result, string ns, EnvFromSource source, CancellationToken cancellation)
    {
        if (source.ConfigMapRef is { } map)
        {
            if (await objects.FindConfigMapAsync(ns, map.Name, cancellation) is not { } found)
            {
                if (map.Optional is true) return;
                throw NotFound("configmap", map.Name);
            }

            foreach (var (key, value) in found.Data) result[source.Prefix + key] = value;
        }
        else if (source.SecretRef is { } secret)
        {
            if (await objects.FindSecretAsync(ns, secret.Name, cancellation) is not { } found)
            {
                if (secret.Optional is true) return;
                throw NotFound("secret", secret.Name);
            }

            foreach (var (key, value) in found.Data) result[source.Prefix + key] = Encoding.UTF8.GetString(value);
        }
    }

    /// <summary>Null when an optional source is not there: then the variable is not set at all.</summary>
    private async Task<string?> ReadAsync(Pod pod, Container container, EnvVarSource from, DownwardFields fields, CancellationToken cancellation)
    {
        var ns = pod.Metadata.Namespace;
        if (from.FieldRef is { } field) return fields.Field(field.FieldPath);
        if (from.ResourceFieldRef is { } resource) return fields.Resource(resource, container);
        if (from.ConfigMapKeyRef is { } map)
        {
            var found = await objects.FindConfigMapAsync(ns, map.Name, cancellation);
            if (found is null) return map.Optional is true ? null : throw NotFound("configmap", map.Name);
            if (found.Data.TryGetValue(map.Key, out var value)) return value;
            return map.Optional is true ? null
                : throw new InvalidOperationException($"couldn't find key {map.Key} in ConfigMap {ns}/{map.Name}");
        }

        if (from.SecretKeyRef is { } secret)
        {
            var found = await objects.FindSecretAsync(ns, secret.Name, cancellation);
            if (found is null) return secret.Optional is true ? null : throw NotFound("secret", secret.Name);
            if (found.Data.TryGetValue(secret.Key, out var value)) return Encoding.UTF8.GetString(value);
            return secret.Optional is true ? null
                : throw new InvalidOperationException($"couldn't find key {secret.Key} in Secret {ns}/{secret.Name}");
        }

        throw new InvalidOperationException("fileKeyRef is not supported");
    }

    private static InvalidOperationException NotFound(string what, string name) => new($"{what} {GoQuote.Quote(name)} not found");
}
