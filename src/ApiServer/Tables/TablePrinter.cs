using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Prints objects of one class.</summary>
/// <typeparam name="T">The class of the version that is served.</typeparam>
internal abstract class TablePrinter<T> : ITablePrinter where T : KubeObject, IKubeResource
{
    /// <inheritdoc/>
    public void Print(KubeObject obj, DateTimeOffset now, TableRow row) => Print((T)obj, now, row);

    /// <inheritdoc cref="ITablePrinter.Print"/>
    protected abstract void Print(T obj, DateTimeOffset now, TableRow row);
}
