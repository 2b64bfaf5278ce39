namespace Kybernet.ControllerManager;

/// <summary>A control loop. Its constructor asks for the informers that it needs; they run and are filled before it runs.</summary>
internal interface IController
{
    /// <summary>Upstream's name of the controller, as <c>--controllers</c> takes it.</summary>
    string Name { get; }

    /// <summary>Runs until cancelled.</summary>
    Task RunAsync(CancellationToken cancellation);
}
