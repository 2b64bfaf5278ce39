using Kybernet.Client;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>What a failure of the store is to a client.</summary>
internal static class StoreFailure
{
    /// <summary>The Status for it: unknown outcomes are timeouts, for the client must look before it tries again.</summary>
    public static KubeApiException Explain(StoreException e) => e switch
    {
        CommitOutcomeUnknownException => ApiErrors.Timeout("request did not complete within the allotted timeout: " + e.Message),
        StoreUnavailableException => ApiErrors.ServiceUnavailable("the store is not available: " + e.Message),
        _ => ApiErrors.Internal(e.Message),
    };
}
