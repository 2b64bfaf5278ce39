using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>A write between the two halves of its <see cref="IWriteHook"/>, if it has one.</summary>
/// <param name="held">What was set aside, or null.</param>
/// <param name="dryRun">Whether everything is given back in any case.</param>
internal readonly struct Reservation(IWriteReservation? held, bool dryRun)
{
    private const int OutcomeUnknown = 504;

    /// <summary>Asks the hook to set aside what the object needs.</summary>
    public static async ValueTask<Reservation> BeginAsync(
        IWriteHook? hook, KubeObject obj, KubeObject? old, bool dryRun, CancellationToken cancellation) =>
        hook is null ? default : new Reservation(await hook.BeginAsync(obj, old, dryRun, cancellation), dryRun);

    /// <summary>Writes, then keeps what was set aside; gives it back when the write fails or writes nothing.</summary>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> write, CancellationToken cancellation) where T : class?
    {
        if (held is null) return await write();
        T result;
        try
        {
            result = await write();
        }
        catch (KubeApiException e) when (e.Code == OutcomeUnknown)
        {
            // It may be stored, and what it has must not be given to another: who repairs finds out.
            throw;
        }
        catch
        {
            await held.RollbackAsync(CancellationToken.None);
            throw;
        }

        if (dryRun || result is null) await held.RollbackAsync(CancellationToken.None);
        else await held.CommitAsync(cancellation);
        return result;
    }
}
