using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>Turns objects of a served version into the stored one and back. Inputs are not changed; outputs share nothing with them.</summary>
internal interface IConverter
{
    /// <summary>From the served version to the stored one.</summary>
    KubeObject ToStored(KubeObject served);

    /// <summary>From the stored version (frozen) to the served one.</summary>
    KubeObject FromStored(KubeObject stored);

    /// <summary>
    /// How what comes in this version is judged, in its stored form; null: as what comes in the stored version.
    /// </summary>
    ResourceStrategy? StoredRules => null;

    /// <summary>The stored version's name of a field that the served version calls otherwise in field selectors.</summary>
    string? StoredField(string served) => null;
}
