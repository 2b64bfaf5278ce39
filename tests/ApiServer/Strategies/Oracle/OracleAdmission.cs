using Kybernet.Api;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>The admission steps of the recorded server that change or refuse objects.</summary>
internal static class OracleAdmission
{
    public static void Create(KubeObject obj)
    {
    }

    public static void Update(KubeObject obj, KubeObject old)
    {
    }

    public static void Allocate(KubeObject obj)
    {
    }
}
