namespace Kybernet.ApiServer.Registry;

/// <summary>
/// A folder's contribution to the catalogue: its strategies, printers, hooks or handlers. The parts are named in
/// <see cref="CatalogParts"/>.
/// </summary>
internal interface ICatalogPart
{
    /// <summary>Registers what the part has.</summary>
    void AddTo(ResourceCatalogBuilder builder, ApiServerContext context);
}
