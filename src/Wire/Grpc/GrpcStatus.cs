using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Kybernet.Wire.Grpc;

/// <summary>What the server says about a call when it is over: the trailers grpc-status and grpc-message.</summary>
internal readonly record struct GrpcStatus(GrpcStatusCode Code, string Detail)
{
    public const string CodeHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";

    /// <summary>Null when there is no status among <paramref name="headers"/>.</summary>
    public static GrpcStatus? Find(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(CodeHeader, out var codes)) return null;
        // A number that this version of gRPC does not know is Unknown, as the specification asks.
        var known = int.TryParse(codes.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (int)GrpcStatusCode.Unauthenticated;
        var code = known ? (GrpcStatusCode)number : GrpcStatusCode.Unknown;
        var detail = headers.TryGetValues(MessageHeader, out var messages) ? Uri.UnescapeDataString(string.Join(",", messages)) : "";
        return new(code, detail);
    }

    /// <summary>What an answer means that some HTTP server or proxy gave instead of a gRPC server.</summary>
    public static GrpcStatus FromHttp(HttpStatusCode status) => new(
        status switch
        {
            HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
            HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
            HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
            _ => GrpcStatusCode.Unknown,
        },
        $"unexpected HTTP status code received from server: {(int)status} ({status})");

    /// <summary>What a broken connection or a reset stream means.</summary>
    public static GrpcStatus FromTransport(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
            if (e is HttpProtocolException http2)
                return new(FromHttp2Error(http2.ErrorCode), $"stream terminated by HTTP/2 error {http2.ErrorCode}: {http2.Message}");
        return new(GrpcStatusCode.Unavailable, $"connection error: desc = \"{(error.InnerException ?? error).Message}\"");
    }

    /// <summary>Percent-encodes <paramref name="detail"/> for the trailer: all but printable ASCII, and the percent sign.</summary>
    public static string EncodeDetail(string detail)
    {
        StringBuilder encoded = new(detail.Length);
        foreach (var b in Encoding.UTF8.GetBytes(detail))
        {
            if (b is >= 0x20 and <= 0x7e and not (byte)'%') encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    public GrpcException ToException(Exception? inner = null) => new(Code, Detail, inner);

    private static GrpcStatusCode FromHttp2Error(long code) => code switch
    {
        0x7 => GrpcStatusCode.Unavailable, // REFUSED_STREAM: the server never saw it
        0x8 => GrpcStatusCode.Canceled,
        0xb => GrpcStatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => GrpcStatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => GrpcStatusCode.Internal,
    };
}
