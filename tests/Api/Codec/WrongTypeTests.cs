using System.Text;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.Api.Tests.Codec;

/// <summary>A value of the wrong JSON type is refused in Go's words: struct, path with embedded structs, Go's name of the type.</summary>
public sealed class WrongTypeTests
{
    public static TheoryData<ApiType, string, string> Cases { get; } = new()
    {
        { new Pod(), """{"spec":{"hostname":1}}""", "number into Go struct field PodSpec.spec.hostname of type string" },
        { new Pod(), """{"spec":{"restartPolicy":1}}""", "number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy" },
        { new Pod(), """{"spec":{"containers":1}}""", "number into Go struct field PodSpec.spec.containers of type []v1.Container" },
        { new Pod(), """{"spec":{"containers":[1]}}""", "number into Go struct field PodSpec.spec.containers of type v1.Container" },
        { new Pod(), """{"spec":{"containers":[{"command":"sh"}]}}""", "string into Go struct field Container.spec.containers.command of type []string" },
        { new Pod(), """{"spec":{"containers":[{"command":[true]}]}}""", "bool into Go struct field Container.spec.containers.command of type string" },
        { new Pod(), """{"spec":{"containers":[{"stdin":"x"}]}}""", "string into Go struct field Container.spec.containers.stdin of type bool" },
        { new Pod(), """{"spec":{"containers":[{"ports":[{"hostPort":"x"}]}]}}""", "string into Go struct field ContainerPort.spec.containers.ports.hostPort of type int32" },
        { new Pod(), """{"spec":{"containers":[{"ports":[{"protocol":1}]}]}}""", "number into Go struct field ContainerPort.spec.containers.ports.protocol of type v1.Protocol" },
        { new Pod(), """{"spec":{"containers":[{"resources":{"limits":1}}]}}""", "number into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList" },
        { new Pod(), """{"metadata":{"labels":1}}""", "number into Go struct field ObjectMeta.metadata.labels of type map[string]string" },
        { new Pod(), """{"metadata":{"labels":{"a":1}}}""", "number into Go struct field ObjectMeta.metadata.labels of type string" },
        { new Pod(), """{"metadata":{"uid":1}}""", "number into Go struct field ObjectMeta.metadata.uid of type types.UID" },
        { new Pod(), """{"spec":{"volumes":[{"configMap":1}]}}""", "number into Go struct field Volume.spec.volumes.VolumeSource.configMap of type v1.ConfigMapVolumeSource" },
        { new Pod(), """{"spec":{"volumes":[{"hostPath":{"path":1}}]}}""", "number into Go struct field HostPathVolumeSource.spec.volumes.VolumeSource.hostPath.path of type string" },
        { new Pod(), """{"spec":1}""", "number into Go struct field Pod.spec of type v1.PodSpec" },
        { new PersistentVolume(), """{"spec":{"accessModes":[1]}}""", "number into Go struct field PersistentVolumeSpec.spec.accessModes of type v1.PersistentVolumeAccessMode" },
        { new PersistentVolume(), """{"spec":{"accessModes":"x"}}""", "string into Go struct field PersistentVolumeSpec.spec.accessModes of type []v1.PersistentVolumeAccessMode" },
        { new Ingress(), """{"spec":{"rules":[{"http":{"paths":1}}]}}""", "number into Go struct field HTTPIngressRuleValue.spec.rules.IngressRuleValue.http.paths of type []v1.HTTPIngressPath" },
        { new Secret(), """{"data":1}""", "number into Go struct field Secret.data of type map[string][]uint8" },
        { new Secret(), """{"type":1}""", "number into Go struct field Secret.type of type v1.SecretType" },
        { new ClusterRoleBinding(), """{"subjects":{}}""", "object into Go struct field ClusterRoleBinding.subjects of type []v1.Subject" },
        { new Deployment(), """{"spec":{"replicas":2147483648}}""", "number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32" },
        { new HorizontalPodAutoscaler(), """{"spec":{"metrics":[{"type":1}]}}""", "number into Go struct field MetricSpec.spec.metrics.type of type v2.MetricSourceType" },
        { new HorizontalPodAutoscaler(), """{"spec":{"metrics":[{"resource":{"name":1}}]}}""", "number into Go struct field ResourceMetricSource.spec.metrics.resource.name of type v1.ResourceName" },
        { new Deployment(), "[]", "array into Go value of type v1.Deployment" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_where_it_is_and_what_belongs_there(ApiType kind, string json, string refusal)
    {
        var e = Assert.Throws<JsonDecodeException>(() => KubeCodec.DecodeInto(kind, Encoding.UTF8.GetBytes(json)));
        Assert.Equal("json: cannot unmarshal " + refusal, e.Message);
    }
}
