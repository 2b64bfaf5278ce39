using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>ConfigMaps.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy<ConfigMap>
{
    private static readonly FieldPath Data = FieldPath.Of("data");
    private static readonly FieldPath BinaryData = FieldPath.Of("binaryData");

    /// <inheritdoc/>
    protected override void Validate(ConfigMap map, FieldErrors errors)
    {
        long size = 0;
        foreach (var (key, value) in map.Data)
        {
            errors.Invalid(Data.Key(key), key, Names.CheckConfigMapKey(key));
            if (map.BinaryData.ContainsKey(key)) errors.Invalid(Data.Key(key), key, "duplicate of key present in binaryData");
            size += Encoding.UTF8.GetByteCount(value);
        }

        foreach (var (key, value) in map.BinaryData)
        {
            errors.Invalid(BinaryData.Key(key), key, Names.CheckConfigMapKey(key));
            if (map.Data.ContainsKey(key)) errors.Invalid(BinaryData.Key(key), key, "duplicate of key present in data");
            size += value.Length;
        }

        if (size > DataSize.Most) errors.TooLong(FieldPath.None, DataSize.Most);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ConfigMap map, ConfigMap old, FieldErrors errors)
    {
        if (old.Immutable is true)
        {
            if (map.Immutable is not true) errors.Forbidden(FieldPath.Of("immutable"), DataSize.Immutable);
            if (!map.Data.ContentEquals(old.Data)) errors.Forbidden(Data, DataSize.Immutable);
            if (!DataSize.Same(map.BinaryData, old.BinaryData)) errors.Forbidden(BinaryData, DataSize.Immutable);
        }

        Validate(map, errors);
    }
}
