using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet.Cri;

/// <summary>Tells the runtime's refusals in the kubelet's way.</summary>
internal static class CriErrors
{
    /// <summary>Makes a call and tells its failure as a <see cref="RuntimeException"/>.</summary>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (GrpcException e)
        {
            throw new RuntimeException(e.Message, e.Detail, e);
        }
    }

    /// <summary>As <see cref="CallAsync"/>; what is not there (any more) is no failure, but null.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T>> call) where T : class
    {
        try
        {
            return await call();
        }
        catch (GrpcException e) when (e.Code == GrpcStatusCode.NotFound)
        {
            return null;
        }
        catch (GrpcException e)
        {
            throw new RuntimeException(e.Message, e.Detail, e);
        }
    }
}
