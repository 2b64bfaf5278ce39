namespace Kybernet.Wire.Grpc;

/// <summary>
/// A call that ended with a status other than OK. <see cref="Exception.Message"/> reads as grpc-go's errors do
/// (<c>rpc error: code = NotFound desc = …</c>), because the kubelet passes that text on into events and statuses.
/// </summary>
public sealed class GrpcException : Exception
{
    /// <summary>Makes the exception of <paramref name="code"/> and the server's own words.</summary>
    public GrpcException(GrpcStatusCode code, string detail, Exception? inner = null)
        : base($"rpc error: code = {code} desc = {detail}", inner)
    {
        Code = code;
        Detail = detail;
    }

    /// <summary>The status; never <see cref="GrpcStatusCode.OK"/>.</summary>
    public GrpcStatusCode Code { get; }

    /// <summary>The server's message alone, without the code.</summary>
    public string Detail { get; }
}
