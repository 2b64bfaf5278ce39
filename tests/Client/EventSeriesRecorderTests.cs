using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging.Abstractions;
using SeriesEvent = Kybernet.Api.Events.V1.Event;

namespace Kybernet.Client.Tests;

public sealed class EventSeriesRecorderTests
{
    private readonly Simulation _simulation = new();
    private readonly FakeTransport _transport = new();
    private readonly KubeClient _client;
    private readonly EventSeriesRecorder _recorder;
    private readonly ObjectReference _about = ObjectReferences.To(Make.ConfigMap("a", "web"));

    public EventSeriesRecorderTests()
    {
        _client = new KubeClient(_transport);
        _recorder = new EventSeriesRecorder(_client, _simulation.Environment, "default-scheduler", "default-scheduler-here", NullLogger.Instance);
    }

    [Fact]
    public void An_event_carries_who_what_when_and_in_the_course_of_which_action()
    {
        Tell("Scheduled", "Binding", "Successfully assigned a/web to node-1");
        var value = Assert.Single(Events());
        Assert.Equal(("default-scheduler", "default-scheduler-here"), (value.ReportingController, value.ReportingInstance));
        Assert.Equal(("v1", "ConfigMap", "a", "web"), (value.Regarding.ApiVersion, value.Regarding.Kind, value.Regarding.Namespace, value.Regarding.Name));
        Assert.Equal(("Normal", "Scheduled", "Binding", "Successfully assigned a/web to node-1"), (value.Type, value.Reason, value.Action, value.Note));
        Assert.Matches("^web\\.[0-9a-f]{16}$", value.Metadata.Name);
        Assert.NotEqual(default, value.EventTime);
        Assert.Null(value.Series);
        Assert.Null(value.DeprecatedLastTimestamp);
    }

    [Fact]
    public void What_comes_again_is_a_series_whose_length_is_told_when_it_is_over()
    {
        for (var i = 0; i < 4; i++)
        {
            Tell("FailedScheduling", "Scheduling", $"0/{i} nodes are available");
            _simulation.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(i == 0 ? null : 2, Assert.Single(Events()).Series?.Count);
        }

        _simulation.Advance(TimeSpan.FromMinutes(12));
        var value = Assert.Single(Events());
        Assert.Equal((4, TimeSpan.FromMinutes(3)), (value.Series!.Count, value.Series.LastObservedTime - value.EventTime));
        Assert.Equal("0/0 nodes are available", value.Note);

        // Afterwards it is a new one.
        Tell("FailedScheduling", "Scheduling", "0/9 nodes are available");
        Assert.Equal(2, Events().Count);
    }

    [Fact]
    public void A_series_that_goes_on_is_told_every_half_an_hour()
    {
        for (var i = 0; i < 40; i++)
        {
            Tell("FailedScheduling", "Scheduling", "x");
            _simulation.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(Assert.Single(Events()).Series!.Count, 25, 40);
    }

    [Fact]
    public void A_series_whose_event_has_expired_is_made_anew()
    {
        Tell("FailedScheduling", "Scheduling", "x");
        var first = Assert.Single(Events());
        _simulation.Run(() => _client.DeleteAsync<SeriesEvent>("a", first.Metadata.Name));
        Tell("FailedScheduling", "Scheduling", "x");
        Assert.Equal(2, Assert.Single(Events()).Series!.Count);
    }

    [Fact]
    public void What_differs_in_reason_or_revision_is_another_event()
    {
        Tell("Scheduled", "Binding", "x");
        Tell("FailedScheduling", "Scheduling", "x");
        var later = _about.Clone();
        later.ResourceVersion = "77";
        _recorder.Event(later, "Normal", "Scheduled", "Binding", "x");
        Assert.Equal(3, Events().Count);
    }

    [Fact]
    public void A_server_that_is_away_gets_them_when_it_is_back()
    {
        _transport.LoseAnswer = static _ => true;
        Tell("Scheduled", "Binding", "x");
        _simulation.Settle();
        _transport.LoseAnswer = static _ => false;
        _simulation.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(Events());
    }

    private void Tell(string reason, string action, string note) => _recorder.Event(_about, "Normal", reason, action, note);

    private IReadOnlyList<SeriesEvent> Events()
    {
        IReadOnlyList<SeriesEvent> events = [];
        _simulation.Settle();
        _simulation.Run(async () => events = (await _client.ListAsync<SeriesEvent>()).Items);
        return events;
    }
}
