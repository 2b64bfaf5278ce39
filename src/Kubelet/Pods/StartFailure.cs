namespace Kybernet.Kubelet.Pods;

/// <summary>Why a container could not be started: the reason and message of its waiting state.</summary>
/// <param name="Reason">Upstream's word: ErrImagePull, CrashLoopBackOff, CreateContainerConfigError ...</param>
/// <param name="Message">More about it.</param>
internal sealed record StartFailure(string Reason, string Message)
{
    public const string CrashLoopBackOff = "CrashLoopBackOff";
    public const string CreateContainerConfigError = "CreateContainerConfigError";
    public const string CreateContainerError = "CreateContainerError";
    public const string RunContainerError = "RunContainerError";
    public const string PostStartHookError = "PostStartHookError";
    public const string ErrImagePull = "ErrImagePull";
    public const string ImagePullBackOff = "ImagePullBackOff";
    public const string ErrImageNeverPull = "ErrImageNeverPull";
    public const string InvalidImageName = "InvalidImageName";
    public const string ImageInspectError = "ImageInspectError";
}

/// <summary>A container could not be started.</summary>
/// <param name="failure">What its status says then.</param>
/// <param name="inner">Where it came from.</param>
internal sealed class StartFailureException(StartFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>What its status says then.</summary>
    public StartFailure Failure { get; } = failure;
}
