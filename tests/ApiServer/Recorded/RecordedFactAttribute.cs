using Kybernet.Api.Tests;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>A test against a file of the recorded facts, skipped where they are not beside the repository.</summary>
internal sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute(string file)
    {
        if (SharedFacts.Path(file) is null) Skip = "no recorded facts beside the repository to compare with";
    }
}
