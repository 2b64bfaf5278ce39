using Kybernet.Api;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Which part of an object an update may change; the rest is taken from what is stored.</summary>
internal abstract class UpdatePart
{
    /// <summary>Everything but the status.</summary>
    public static UpdatePart Main { get; } = new MainPart();

    /// <summary>The status, and what of the metadata goes with it.</summary>
    public static UpdatePart Status { get; } = new StatusPart();

    private static readonly UpdatePart Finalize =
        new FieldPart<Namespace>(static (ns, kept) => kept.Spec.Finalizers = ns.Spec.Finalizers);

    private static readonly UpdatePart Approval =
        new FieldPart<CertificateSigningRequest>(static (csr, kept) => kept.Status.Conditions = csr.Status.Conditions);

    private static readonly UpdatePart EphemeralContainers = new EphemeralContainersPart();

    private static readonly UpdatePart Resize = new ResizePart();

    /// <summary>The part behind a subresource; null when it is none that is updated so.</summary>
    public static UpdatePart? For(string subresource) => subresource switch
    {
        "" => Main,
        "status" => Status,
        "finalize" => Finalize,
        "approval" => Approval,
        "ephemeralcontainers" => EphemeralContainers,
        "resize" => Resize,
        _ => null,
    };

    /// <summary>What is to be stored: what the client sent, with what may not change taken from <paramref name="old"/>.</summary>
    public abstract KubeObject Prepare(ResourceStrategy strategy, KubeObject obj, KubeObject old);

    /// <summary>Judges the change.</summary>
    public abstract void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors);

    private sealed class MainPart : UpdatePart
    {
        public override KubeObject Prepare(ResourceStrategy strategy, KubeObject obj, KubeObject old)
        {
            strategy.PrepareForUpdate(obj, old);
            return obj;
        }

        public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors) =>
            strategy.ValidateUpdate(obj, old, errors);
    }

    private sealed class StatusPart : UpdatePart
    {
        public override KubeObject Prepare(ResourceStrategy strategy, KubeObject obj, KubeObject old)
        {
            strategy.PrepareForStatusUpdate(obj, old);
            return obj;
        }

        public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors) =>
            strategy.ValidateStatusUpdate(obj, old, errors);
    }
}
