using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>ServiceAccounts. Of the secrets they refer to only the names are kept.</summary>
internal sealed class ServiceAccountStrategy : ResourceStrategy<ServiceAccount>
{
    /// <inheritdoc/>
    protected override void PrepareForCreate(ServiceAccount account) => KeepNames(account);

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ServiceAccount account, ServiceAccount old) => KeepNames(account);

    private static void KeepNames(ServiceAccount account)
    {
        for (var i = 0; i < account.Secrets.Count; i++) account.Secrets[i] = new ObjectReference { Name = account.Secrets[i].Name };
    }
}
