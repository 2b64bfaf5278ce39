using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Environment variables.</summary>
internal static class EnvValidation
{
    /// <summary>Judges variables one by one.</summary>
    public static void Validate(KubeList<EnvVar> variables, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            var at = path.Index(i);
            if (variable.Name.Length == 0) errors.Required(at.Child("name"));
            else errors.Invalid(at.Child("name"), variable.Name, Names.CheckRelaxedEnvVarName(variable.Name));
            if (variable.ValueFrom is { } source) ValidateSource(variable, source, at.Child("valueFrom"), errors);
        }
    }

    /// <summary>Judges whole ConfigMaps and Secrets as sources of variables.</summary>
    public static void ValidateFrom(KubeList<EnvFromSource> sources, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            var at = path.Index(i);
            if (source.Prefix.Length > 0) errors.Invalid(at.Child("prefix"), source.Prefix, Names.CheckRelaxedEnvVarName(source.Prefix));
            if (source.ConfigMapRef is { } configMap) ValidateName(configMap.Name, at.Child("configMapRef").Child("name"), errors);
            if (source.SecretRef is { } secret) ValidateName(secret.Name, at.Child("secretRef").Child("name"), errors);
            if (source is { ConfigMapRef: null, SecretRef: null }) errors.Invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            if (source is { ConfigMapRef: not null, SecretRef: not null }) errors.Invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        else errors.Invalid(path, name, Names.CheckDns1123Subdomain(name));
    }

    private static void ValidateSource(EnvVar variable, EnvVarSource source, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        if (source.FieldRef is { } field)
        {
            count++;
            FieldRefs.Validate(field, FieldRefs.ForEnv, path.Child("fieldRef"), errors);
        }

        if (source.ResourceFieldRef is { } resource)
        {
            count++;
            FieldRefs.Validate(resource, inVolume: false, path.Child("resourceFieldRef"), errors);
        }

        if (source.ConfigMapKeyRef is { } configMap)
        {
            count++;
            ValidateKey(configMap.Name, configMap.Key, path.Child("configMapKeyRef"), errors);
        }

        if (source.SecretKeyRef is { } secret)
        {
            count++;
            ValidateKey(secret.Name, secret.Key, path.Child("secretKeyRef"), errors);
        }

        if (source.FileKeyRef is { } file)
        {
            count++;
            ValidateFile(file, path.Child("fileKeyRef"), errors);
        }

        if (count == 0)
        {
            errors.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        }
        else if (variable.Value.Length > 0) errors.Invalid(path, "", "may not be specified when `value` is not empty");
        else if (count > 1) errors.Invalid(path, "", "may not have more than one field specified at a time");
    }

    private static void ValidateKey(string name, string key, FieldPath path, FieldErrors errors)
    {
        errors.Invalid(path.Child("name"), name, Names.CheckDns1123Subdomain(name));
        if (key.Length == 0) errors.Required(path.Child("key"));
        else errors.Invalid(path.Child("key"), key, Names.CheckConfigMapKey(key));
    }

    private static void ValidateFile(FileKeySelector file, FieldPath path, FieldErrors errors)
    {
        if (file.VolumeName.Length == 0) errors.Required(path.Child("volumeName"));
        if (file.Key.Length == 0) errors.Required(path.Child("key"));
        else errors.Invalid(path.Child("key"), file.Key, Names.CheckRelaxedEnvVarName(file.Key));
        if (file.Path.Length == 0) errors.Required(path.Child("path"));
        else PathRules.LocalNonReserved(file.Path, path.Child("path"), errors);
    }
}
