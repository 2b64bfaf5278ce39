using Kybernet.ApiServer.Admission.Steps;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Admission;

/// <summary>The admission steps that are on by default, in upstream's order. NamespaceLifecycle comes before them.</summary>
internal sealed class AdmissionPart : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context) => builder
        .Admit(new LimitRanger(context.Objects))
        .Admit(new ServiceAccountStep(context.Objects, context.Environment.Random))
        .Admit(new TaintNodesByCondition())
        .Admit(new PodSecurityLabels())
        .Admit(new PriorityStep(context.Objects))
        .Admit(new DefaultTolerationSeconds())
        .Admit(new DefaultStorageClass(context.Objects))
        .Admit(new StorageObjectInUseProtection())
        .Admit(new RuntimeClassStep(context.Objects))
        .Admit(new CertificateRequestor())
        .Admit(new DefaultIngressClass(context.Objects));
}
