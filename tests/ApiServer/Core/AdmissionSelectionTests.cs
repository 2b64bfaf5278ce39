using Kybernet.ApiServer.Admission;

namespace Kybernet.ApiServer.Tests.Core;

public sealed class AdmissionSelectionTests
{
    private static readonly IAdmissionStep[] Steps = [new Step("NamespaceLifecycle"), new Step("LimitRanger"), new Step("Priority"), new Step("PodSecurity")];

    [Theory]
    [InlineData("", "", "NamespaceLifecycle LimitRanger Priority PodSecurity")]
    [InlineData("Priority", "", "NamespaceLifecycle LimitRanger Priority PodSecurity")]
    [InlineData("", "LimitRanger", "NamespaceLifecycle Priority PodSecurity")]
    [InlineData("", "PodSecurity", "NamespaceLifecycle LimitRanger Priority")]
    [InlineData("", "ResourceQuota", "NamespaceLifecycle LimitRanger Priority PodSecurity")]
    public void What_is_left_out_does_not_work_and_the_others_keep_their_order(string enable, string disable, string left) =>
        Assert.Equal(left, string.Join(' ', AdmissionSelection.Of(Steps, Words(enable), Words(disable)).Select(s => s.Name)));

    [Theory]
    [InlineData("ResourceQuota", "", "enable-admission-plugins plugin \"ResourceQuota\" is unknown")]
    [InlineData("PodSecurity", "", "enable-admission-plugins plugin \"PodSecurity\" is unknown")]
    [InlineData("", "Nonsense", "disable-admission-plugins plugin \"Nonsense\" is unknown")]
    [InlineData("Priority", "Priority", "[Priority] in enable-admission-plugins and disable-admission-plugins overlapped")]
    public void What_is_not_there_is_refused_by_name(string enable, string disable, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => AdmissionSelection.Of(Steps, Words(enable), Words(disable))).Message);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Step(string Name) : IAdmissionStep
    {
        public bool Handles(AdmissionRequest request) => true;
    }
}
