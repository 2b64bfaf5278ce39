using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Registers what prints each kind for <c>kubectl get</c>.</summary>
internal sealed class TablePrinters : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context) => AddTo(builder);

    /// <summary>Registers all printers.</summary>
    public static void AddTo(ResourceCatalogBuilder builder)
    {
        // Kinds that have two columns are served by what they show.
        foreach (var resource in ApiCatalog.Resources)
        {
            if (resource.Columns is [{ Name: "Name" }, { Name: "Age" }]) builder.Printer(resource, new NameAndAgePrinter());
            if (resource.Columns is [{ Name: "Name" }, { Name: "Created At" }]) builder.Printer(resource, new NameAndCreationPrinter());
        }

        Add(builder, new ComponentStatusPrinter());
        Add(builder, new ConfigMapPrinter());
        Add(builder, new EndpointsPrinter());
        Add(builder, new EventPrinter());
        Add(builder, new NamespacePrinter());
        Add(builder, new NodePrinter());
        Add(builder, new PersistentVolumeClaimPrinter());
        Add(builder, new PersistentVolumePrinter());
        Add(builder, new PodPrinter());
        Add(builder, new PodTemplatePrinter());
        Add(builder, new ReplicationControllerPrinter());
        Add(builder, new ResourceQuotaPrinter());
        Add(builder, new SecretPrinter());
        Add(builder, new ServicePrinter());

        Add(builder, new ControllerRevisionPrinter());
        Add(builder, new DaemonSetPrinter());
        Add(builder, new DeploymentPrinter());
        Add(builder, new ReplicaSetPrinter());
        Add(builder, new StatefulSetPrinter());

        Add(builder, new CronJobPrinter());
        Add(builder, new JobPrinter());

        Add(builder, new HorizontalPodAutoscalerPrinter());

        Add(builder, new IPAddressPrinter());
        Add(builder, new IngressClassPrinter());
        Add(builder, new IngressPrinter());
        Add(builder, new NetworkPolicyPrinter());
        Add(builder, new ServiceCIDRPrinter());

        Add(builder, new EndpointSlicePrinter());

        Add(builder, new EventsEventPrinter());

        Add(builder, new PodDisruptionBudgetPrinter());

        Add(builder, new ClusterRoleBindingPrinter());
        Add(builder, new RoleBindingPrinter());

        Add(builder, new CertificateSigningRequestPrinter());

        Add(builder, new LeasePrinter());

        Add(builder, new PriorityClassPrinter());

        Add(builder, new RuntimeClassPrinter());

        Add(builder, new CSIDriverPrinter());
        Add(builder, new CSINodePrinter());
        Add(builder, new StorageClassPrinter());
        Add(builder, new VolumeAttachmentPrinter());
        Add(builder, new VolumeAttributesClassPrinter());

        Add(builder, new MutatingAdmissionPolicyBindingPrinter());
        Add(builder, new MutatingAdmissionPolicyPrinter());
        Add(builder, new MutatingWebhookConfigurationPrinter());
        Add(builder, new ValidatingAdmissionPolicyBindingPrinter());
        Add(builder, new ValidatingAdmissionPolicyPrinter());
        Add(builder, new ValidatingWebhookConfigurationPrinter());

        Add(builder, new APIServicePrinter());

        Add(builder, new ResourceClaimPrinter());
        Add(builder, new ResourceSlicePrinter());

        Add(builder, new FlowSchemaPrinter());
        Add(builder, new PriorityLevelConfigurationPrinter());
    }

    private static void Add<T>(ResourceCatalogBuilder builder, TablePrinter<T> printer) where T : KubeObject, IKubeResource =>
        builder.Printer(T.Resource, printer);
}
