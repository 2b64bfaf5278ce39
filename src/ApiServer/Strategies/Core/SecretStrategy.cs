using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Secrets.</summary>
internal sealed class SecretStrategy : ResourceStrategy<Secret>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["type"];

    /// <inheritdoc/>
    protected override void Default(Secret secret)
    {
        if (secret.Type.Length == 0) secret.Type = "Opaque";
        // Only a way to write: never stored, never shown.
        foreach (var (key, value) in secret.StringData) secret.Data[key] = Encoding.UTF8.GetBytes(value);
        secret.StringData = KubeMap<string>.CreateNil();
    }

    /// <inheritdoc/>
    protected override void Validate(Secret secret, FieldErrors errors) => SecretValidation.Validate(secret, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Secret secret, Secret old, FieldErrors errors)
    {
        errors.Immutable(FieldPath.Of("type"), secret.Type, old.Type);
        if (old.Immutable is true)
        {
            if (secret.Immutable is not true) errors.Forbidden(FieldPath.Of("immutable"), DataSize.Immutable);
            if (!DataSize.Same(secret.Data, old.Data)) errors.Forbidden(FieldPath.Of("data"), DataSize.Immutable);
        }

        SecretValidation.Validate(secret, errors);
    }

    /// <inheritdoc/>
    protected override string? SelectableField(Secret secret, string path) => path == "type" ? secret.Type : null;

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Secret secret, Secret? old) =>
        secret.Type == "kubernetes.io/tls" && SecretValidation.PairError(secret) is { } error ? [error] : [];
}
