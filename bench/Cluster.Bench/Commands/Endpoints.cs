using System.CommandLine;
using Kybernet.Client;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary>The one cluster that a command measures, or the two in turns.</summary>
internal sealed class Endpoints
{
    private readonly Endpoint _first = Endpoint.First();
    private readonly Endpoint? _other;

    private Endpoints(bool canCompare) => _other = canCompare ? Endpoint.Other() : null;

    public static Option<int> Rounds() => new("--rounds")
    {
        Description = "How often each measurement is made; the median counts.", DefaultValueFactory = _ => 1,
    };

    /// <summary>Lets a command take one cluster, or two.</summary>
    public static Endpoints Of(Command command, bool canCompare = true)
    {
        Endpoints endpoints = new(canCompare);
        foreach (var option in endpoints._first.Options.Concat(endpoints._other?.Options ?? [])) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if ((endpoints._first.Fault(result, isNeeded: true) ?? endpoints._other?.Fault(result, isNeeded: false)) is { } fault) result.AddError(fault);
        });
        return endpoints;
    }

    /// <summary>The cluster, and the one that it is compared with.</summary>
    public ClientConfig[] Read(ParseResult parsed) =>
        _other?.Read(parsed) is { } other ? [_first.Read(parsed)!, other] : [_first.Read(parsed)!];

    /// <summary>The clusters' names in a report.</summary>
    public static string[] Names(IEnumerable<ClientConfig> configs) => [.. configs.Select(static c => c.Server.Authority)];
}
