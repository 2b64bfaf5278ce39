using Google.Protobuf;
using Kybernet.Wire.Grpc;

namespace Kybernet.Wire.Cri;

/// <summary>
/// Images: the other half of the Container Runtime Interface, one method per rpc.
/// A refusal or a lost connection is a <see cref="GrpcException"/>; a method that the runtime does not know yet ends with
/// <see cref="GrpcStatusCode.Unimplemented"/>.
/// </summary>
/// <param name="channel">The way to the runtime's socket; it stays the caller's.</param>
public sealed class CriImageClient(GrpcChannel channel)
{
    private const string Service = "/runtime.v1.ImageService/";

    /// <summary>All images that match the filter.</summary>
    public Task<ListImagesResponse> ListImagesAsync(
        ListImagesRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ListImagesRequest, ListImagesResponse>("ListImages", request, options, cancellation);

    /// <summary>As ListImages, in pieces. Newer runtimes only.</summary>
    public IAsyncEnumerable<StreamImagesResponse> StreamImagesAsync(
        StreamImagesRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Stream<StreamImagesRequest, StreamImagesResponse>("StreamImages", request, options, cancellation);

    /// <summary>One image; without an image in the answer when it is not there.</summary>
    public Task<ImageStatusResponse> ImageStatusAsync(
        ImageStatusRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ImageStatusRequest, ImageStatusResponse>("ImageStatus", request, options, cancellation);

    /// <summary>Pulls an image; the answer is its reference.</summary>
    public Task<PullImageResponse> PullImageAsync(
        PullImageRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<PullImageRequest, PullImageResponse>("PullImage", request, options, cancellation);

    /// <summary>Removes an image and all its tags. Idempotent.</summary>
    public Task<RemoveImageResponse> RemoveImageAsync(
        RemoveImageRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<RemoveImageRequest, RemoveImageResponse>("RemoveImage", request, options, cancellation);

    /// <summary>The file systems that hold images and containers, and how full they are.</summary>
    public Task<ImageFsInfoResponse> ImageFsInfoAsync(
        ImageFsInfoRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default) =>
        Unary<ImageFsInfoRequest, ImageFsInfoResponse>("ImageFsInfo", request, options, cancellation);

    private Task<TResponse> Unary<TRequest, TResponse>(
        string rpc, TRequest request, GrpcCallOptions? options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.UnaryAsync(GrpcMethod.Protobuf<TRequest, TResponse>(Service + rpc), request, options, cancellation);

    private IAsyncEnumerable<TResponse> Stream<TRequest, TResponse>(
        string rpc, TRequest request, GrpcCallOptions? options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.ServerStreamAsync(GrpcMethod.Protobuf<TRequest, TResponse>(Service + rpc), request, options, cancellation);
}
