using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.AdmissionRegistration;
using Kybernet.ApiServer.Strategies.Aggregation;
using Kybernet.ApiServer.Strategies.ApiExtensions;
using Kybernet.ApiServer.Strategies.Apps;
using Kybernet.ApiServer.Strategies.Autoscaling;
using Kybernet.ApiServer.Strategies.Batch;
using Kybernet.ApiServer.Strategies.Certificates;
using Kybernet.ApiServer.Strategies.Coordination;
using Kybernet.ApiServer.Strategies.Core;
using Kybernet.ApiServer.Strategies.Discovery;
using Kybernet.ApiServer.Strategies.FlowControl;
using Kybernet.ApiServer.Strategies.Networking;
using Kybernet.ApiServer.Strategies.Nodes;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Strategies.Policy;
using Kybernet.ApiServer.Strategies.Rbac;
using Kybernet.ApiServer.Strategies.Resources;
using Kybernet.ApiServer.Strategies.Scheduling;
using Kybernet.ApiServer.Strategies.Services;
using Kybernet.ApiServer.Strategies.Storage;

namespace Kybernet.ApiServer.Strategies;

/// <summary>Which strategy each built-in resource has.</summary>
internal static class StrategyTable
{
    /// <summary>The strategies, by resource.</summary>
    public static FrozenDictionary<GroupVersionResource, ResourceStrategy> All { get; } = new Dictionary<GroupVersionResource, ResourceStrategy>
    {
        [Api.Core.V1.Pod.Resource.Gvr] = new PodStrategy(),
        [Api.Core.V1.Service.Resource.Gvr] = new ServiceStrategy(),
        [Api.Apps.V1.Deployment.Resource.Gvr] = new DeploymentResourceStrategy(),
        [Api.Apps.V1.ReplicaSet.Resource.Gvr] = new ReplicaSetStrategy(),
        [Api.Apps.V1.DaemonSet.Resource.Gvr] = new DaemonSetStrategy(),
        [Api.Apps.V1.StatefulSet.Resource.Gvr] = new StatefulSetStrategy(),
        [Api.Apps.V1.ControllerRevision.Resource.Gvr] = new ControllerRevisionStrategy(),
        [Api.Core.V1.Namespace.Resource.Gvr] = new NamespaceStrategy(),
        [Api.Core.V1.ConfigMap.Resource.Gvr] = new ConfigMapStrategy(),
        [Api.Core.V1.Secret.Resource.Gvr] = new SecretStrategy(),
        [Api.Core.V1.ServiceAccount.Resource.Gvr] = new ServiceAccountStrategy(),
        [Api.Core.V1.Node.Resource.Gvr] = new NodeStrategy(),
        [Api.Core.V1.Endpoints.Resource.Gvr] = new EndpointsStrategy(),
        [Api.Core.V1.Event.Resource.Gvr] = new EventStrategy(),
        [Api.Core.V1.ReplicationController.Resource.Gvr] = new ReplicationControllerStrategy(),
        [Api.Core.V1.PodTemplate.Resource.Gvr] = new PodTemplateStrategy(),
        [Api.Core.V1.LimitRange.Resource.Gvr] = new LimitRangeStrategy(),
        [Api.Core.V1.ResourceQuota.Resource.Gvr] = new ResourceQuotaStrategy(),
        [Api.Core.V1.PersistentVolume.Resource.Gvr] = new PersistentVolumeStrategy(),
        [Api.Core.V1.PersistentVolumeClaim.Resource.Gvr] = new PersistentVolumeClaimStrategy(),
        [Api.Rbac.V1.Role.Resource.Gvr] = new RoleStrategy(),
        [Api.Rbac.V1.ClusterRole.Resource.Gvr] = new ClusterRoleStrategy(),
        [Api.Rbac.V1.RoleBinding.Resource.Gvr] = new RoleBindingStrategy(),
        [Api.Rbac.V1.ClusterRoleBinding.Resource.Gvr] = new ClusterRoleBindingStrategy(),
        [Api.Coordination.V1.Lease.Resource.Gvr] = new LeaseStrategy(),
        [Api.Scheduling.V1.PriorityClass.Resource.Gvr] = new PriorityClassStrategy(),
        [Api.Storage.V1.StorageClass.Resource.Gvr] = new StorageClassStrategy(),
        [Api.Batch.V1.Job.Resource.Gvr] = new JobStrategy(),
        [Api.Batch.V1.CronJob.Resource.Gvr] = new CronJobStrategy(),
        [Api.Networking.V1.NetworkPolicy.Resource.Gvr] = new NetworkPolicyStrategy(),
        [Api.Networking.V1.Ingress.Resource.Gvr] = new IngressStrategy(),
        [Api.Networking.V1.IngressClass.Resource.Gvr] = new IngressClassStrategy(),
        [Api.Networking.V1.IPAddress.Resource.Gvr] = new IPAddressStrategy(),
        [Api.Networking.V1.ServiceCIDR.Resource.Gvr] = new ServiceCIDRStrategy(),
        [Api.Policy.V1.PodDisruptionBudget.Resource.Gvr] = new PodDisruptionBudgetStrategy(),
        [Api.Discovery.V1.EndpointSlice.Resource.Gvr] = new EndpointSliceStrategy(),
        [Api.Node.V1.RuntimeClass.Resource.Gvr] = new RuntimeClassStrategy(),
        [Api.Storage.V1.CSIDriver.Resource.Gvr] = new CSIDriverStrategy(),
        [Api.Storage.V1.CSINode.Resource.Gvr] = new CSINodeStrategy(),
        [Api.Storage.V1.CSIStorageCapacity.Resource.Gvr] = new CSIStorageCapacityStrategy(),
        [Api.Storage.V1.VolumeAttachment.Resource.Gvr] = new VolumeAttachmentStrategy(),
        [Api.Storage.V1.VolumeAttributesClass.Resource.Gvr] = new VolumeAttributesClassStrategy(),
        [Api.Certificates.V1.CertificateSigningRequest.Resource.Gvr] = new CertificateSigningRequestStrategy(),
        [Api.Apiregistration.V1.APIService.Resource.Gvr] = new APIServiceStrategy(),
        [Api.Admissionregistration.V1.ValidatingWebhookConfiguration.Resource.Gvr] = new ValidatingWebhookConfigurationStrategy(),
        [Api.Admissionregistration.V1.MutatingWebhookConfiguration.Resource.Gvr] = new MutatingWebhookConfigurationStrategy(),
        [Api.Admissionregistration.V1.ValidatingAdmissionPolicy.Resource.Gvr] = new ValidatingAdmissionPolicyStrategy(),
        [Api.Admissionregistration.V1.ValidatingAdmissionPolicyBinding.Resource.Gvr] = new ValidatingAdmissionPolicyBindingStrategy(),
        [Api.Admissionregistration.V1.MutatingAdmissionPolicy.Resource.Gvr] = new MutatingAdmissionPolicyStrategy(),
        [Api.Admissionregistration.V1.MutatingAdmissionPolicyBinding.Resource.Gvr] = new MutatingAdmissionPolicyBindingStrategy(),
        [Api.Apiextensions.V1.CustomResourceDefinition.Resource.Gvr] = new CustomResourceDefinitionStrategy(),
        [Api.Autoscaling.V1.HorizontalPodAutoscaler.Resource.Gvr] = new HorizontalPodAutoscalerV1Strategy(),
        [Api.Autoscaling.V2.HorizontalPodAutoscaler.Resource.Gvr] = new HorizontalPodAutoscalerStrategy(),
        [Api.Flowcontrol.V1.FlowSchema.Resource.Gvr] = new FlowSchemaStrategy(),
        [Api.Flowcontrol.V1.PriorityLevelConfiguration.Resource.Gvr] = new PriorityLevelConfigurationStrategy(),
        [Api.Resource.V1.ResourceClaim.Resource.Gvr] = new ResourceClaimStrategy(),
        [Api.Resource.V1.ResourceClaimTemplate.Resource.Gvr] = new ResourceClaimTemplateStrategy(),
        [Api.Resource.V1.ResourceSlice.Resource.Gvr] = new ResourceSliceStrategy(),
        [Api.Resource.V1.DeviceClass.Resource.Gvr] = new DeviceClassStrategy(),
    }.ToFrozenDictionary();

    /// <summary>The strategy of a resource; a generic one where it has none of its own.</summary>
    public static ResourceStrategy For(ApiResource resource) => All.GetValueOrDefault(resource.Gvr) ?? new GenericStrategy(resource);
}
