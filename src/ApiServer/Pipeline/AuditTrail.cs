using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>What the audit log is told of one request.</summary>
internal sealed class AuditTrail(
    IAuditSink sink, AuditLevel level, AuthorizationAttributes attributes, AuthorizationDecision decision, ApiRequest request, TimeProvider time)
{
    /// <summary>A stream was let in.</summary>
    public void Started() => Record(AuditStage.ResponseStarted, 0, null, default);

    /// <summary>The request was answered; of a watch, that it has begun.</summary>
    public void Answered(ApiAnswer answer) => Record(
        answer is WatchAnswer ? AuditStage.ResponseStarted : AuditStage.ResponseComplete, answer.Code, null, level < AuditLevel.RequestResponse ? default : answer switch
        {
            ObjectAnswer o => o.Entry.ToArray(),
            KindAnswer k => KubeCodec.Encode(k.Kind),
            _ => default(ReadOnlyMemory<byte>),
        });

    /// <summary>The request was refused, or failed.</summary>
    public void Refused(Status status) => Record(AuditStage.ResponseComplete, status.Code, status, default);

    private void Record(AuditStage stage, int code, Status? failure, ReadOnlyMemory<byte> body) => sink.Record(new AuditEvent
    {
        AuditId = request.AuditId,
        Level = level,
        Stage = stage,
        Attributes = attributes,
        RequestUri = request.RequestUri,
        RequestReceived = request.Received,
        StageReached = time.GetUtcNow(),
        Code = code,
        Failure = failure,
        Decision = decision,
        RequestBody = level < AuditLevel.Request ? default : Decoding.RecordedBody.Of(request.ContentType, request.Body),
        ResponseBody = body,
        SourceAddresses = request.SourceAddresses,
        UserAgent = request.UserAgent,
    });
}
