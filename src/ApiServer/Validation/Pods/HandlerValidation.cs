using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What probes and lifecycle hooks do.</summary>
internal static class HandlerValidation
{
    /// <summary>Judges a lifecycle's hooks.</summary>
    public static void Validate(Lifecycle? lifecycle, PodScope scope, FieldPath path, FieldErrors errors)
    {
        if (lifecycle is null) return;
        if (lifecycle.PostStart is { } start) Validate(start, scope, path.Child("postStart"), errors);
        if (lifecycle.PreStop is { } stop) Validate(stop, scope, path.Child("preStop"), errors);
        if (lifecycle.StopSignal is { } signal) StopSignals.Validate(signal, scope.Spec.Os?.Name, path.Child("stopSignal"), errors);
    }

    /// <summary>Judges a probe's handler.</summary>
    public static void Validate(ProbeHandler probe, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        if (probe.Exec is { } exec && One(ref count, path.Child("exec"), errors)) Validate(exec, path.Child("exec"), errors);
        if (probe.HttpGet is { } get && One(ref count, path.Child("httpGet"), errors)) Validate(get, path.Child("httpGet"), errors);
        if (probe.TcpSocket is { } tcp && One(ref count, path.Child("tcpSocket"), errors)) Validate(tcp, path.Child("tcpSocket"), errors);
        if (probe.Grpc is { } grpc && One(ref count, path.Child("grpc"), errors))
        {
            ContainerPortsValidation.PortNumber(grpc.Port, path.Child("grpc").Child("port"), errors);
        }

        if (count == 0) errors.Required(path, "must specify a handler type");
    }

    private static void Validate(LifecycleHandler hook, PodScope scope, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        if (hook.Exec is { } exec && One(ref count, path.Child("exec"), errors)) Validate(exec, path.Child("exec"), errors);
        if (hook.HttpGet is { } get && One(ref count, path.Child("httpGet"), errors)) Validate(get, path.Child("httpGet"), errors);
        if (hook.TcpSocket is { } tcp && One(ref count, path.Child("tcpSocket"), errors)) Validate(tcp, path.Child("tcpSocket"), errors);
        if (hook.Sleep is { } sleep && One(ref count, path.Child("sleep"), errors))
        {
            var grace = scope.Spec.TerminationGracePeriodSeconds ?? 0;
            if (sleep.Seconds < 0 || sleep.Seconds > grace)
            {
                errors.Invalid(path.Child("sleep"), sleep.Seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})");
            }
        }

        if (count == 0) errors.Required(path, "must specify a handler type");
    }

    private static bool One(ref int count, FieldPath path, FieldErrors errors)
    {
        if (count++ == 0) return true;
        errors.Forbidden(path, "may not specify more than 1 handler type");
        return false;
    }

    private static void Validate(ExecAction exec, FieldPath path, FieldErrors errors)
    {
        if (exec.Command.Count == 0) errors.Required(path.Child("command"));
    }

    private static void Validate(HTTPGetAction get, FieldPath path, FieldErrors errors)
    {
        if (get.Path.Length == 0) errors.Required(path.Child("path"));
        ContainerPortsValidation.NumberOrName(get.Port, path.Child("port"), errors);
        errors.OneOf(path.Child("scheme"), get.Scheme, "HTTP", "HTTPS");
        foreach (var header in get.HttpHeaders) errors.Invalid(path.Child("httpHeaders"), header.Name, Names.CheckHttpHeaderName(header.Name));
    }

    private static void Validate(TCPSocketAction tcp, FieldPath path, FieldErrors errors) =>
        ContainerPortsValidation.NumberOrName(tcp.Port, path.Child("port"), errors);
}
