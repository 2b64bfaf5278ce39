using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests;

public sealed class EventRecorderTests
{
    private readonly Simulation _simulation = new();
    private readonly FakeTransport _transport = new();
    private readonly KubeClient _client;
    private readonly IEventRecorder _recorder;
    private readonly ConfigMap _about = Make.ConfigMap("a", "web");

    public EventRecorderTests()
    {
        _client = new KubeClient(_transport);
        _recorder = new EventRecorder(_client, _simulation.Environment, "kubelet", "node-1", NullLogger.Instance);
    }

    [Fact]
    public void An_event_carries_who_what_and_when()
    {
        _recorder.Event(_about, "Normal", "Started", "Started container web");
        var value = Assert.Single(Events());
        Assert.Equal(("kubelet", "node-1"), (value.Source.Component, value.Source.Host));
        Assert.Equal(("kubelet", "node-1"), (value.ReportingComponent, value.ReportingInstance));
        Assert.Equal(("v1", "ConfigMap", "a", "web"), (value.InvolvedObject.ApiVersion, value.InvolvedObject.Kind, value.InvolvedObject.Namespace, value.InvolvedObject.Name));
        Assert.Matches("^web\\.[0-9a-f]{16}$", value.Metadata.Name);
        Assert.Equal((1, "Normal", "Started"), (value.Count, value.Type, value.Reason));
        Assert.Equal(value.FirstTimestamp, value.LastTimestamp);
    }

    [Fact]
    public void Repeats_are_counted()
    {
        for (var i = 0; i < 3; i++)
        {
            _recorder.Event(_about, "Warning", "BackOff", "Back-off restarting failed container");
            _simulation.Advance(TimeSpan.FromSeconds(10));
        }

        var value = Assert.Single(Events());
        Assert.Equal(3, value.Count);
        Assert.Equal(TimeSpan.FromSeconds(20), value.LastTimestamp - value.FirstTimestamp);
    }

    [Fact]
    public void A_repeat_of_an_event_that_has_expired_is_made_anew()
    {
        _recorder.Event(_about, "Normal", "Pulled", "x");
        var first = Assert.Single(Events());
        _simulation.Run(() => _client.DeleteAsync<Event>("a", first.Metadata.Name));
        _recorder.Event(_about, "Normal", "Pulled", "x");
        Assert.Equal(2, Assert.Single(Events()).Count);
    }

    [Fact]
    public void Many_that_differ_in_the_message_are_folded()
    {
        for (var i = 0; i < 15; i++) _recorder.Event(_about, "Warning", "Unhealthy", $"probe {i} failed");
        var events = Events();
        Assert.Equal(10, events.Count);
        var combined = Assert.Single(events, e => e.Message.StartsWith("(combined from similar events): ", StringComparison.Ordinal));
        Assert.Equal(6, combined.Count);
        Assert.EndsWith("probe 14 failed", combined.Message);
    }

    [Fact]
    public void A_flood_is_cut_off_and_let_in_again_drop_by_drop()
    {
        for (var i = 0; i < 100; i++) _recorder.Event(_about, "Warning", "Same", "again");
        Assert.Equal(25, Assert.Single(Events()).Count);
        _simulation.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 5; i++) _recorder.Event(_about, "Warning", "Same", "again");
        Assert.Equal(26, Assert.Single(Events()).Count);
    }

    [Fact]
    public void Events_wait_for_a_server_that_is_away()
    {
        _transport.Fail = static r => r.Verb == "create" ? new HttpRequestException("refused") : null;
        _recorder.Event(_about, "Normal", "Started", "x");
        _simulation.Advance(TimeSpan.FromSeconds(30));
        _transport.Fail = static _ => null;
        _simulation.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(Events());
    }

    [Fact]
    public void An_event_whose_answer_was_lost_is_not_told_twice()
    {
        _transport.LoseAnswer = static r => r.Verb == "create";
        _recorder.Event(_about, "Normal", "Started", "x");
        _simulation.Settle();
        _transport.LoseAnswer = static _ => false;
        _simulation.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(Events());
        _recorder.Event(_about, "Normal", "Started", "x");
        Assert.Equal(2, Assert.Single(Events()).Count);
    }

    [Fact]
    public void What_two_tell_of_one_object_at_one_tick_of_the_clock_is_both_told()
    {
        IEventRecorder scheduler = new EventRecorder(_client, _simulation.Environment, "default-scheduler", "", NullLogger.Instance);
        scheduler.Event(_about, "Normal", "Scheduled", "x");
        _recorder.Event(_about, "Normal", "Pulled", "x");
        _recorder.Event(_about, "Normal", "Created", "x");
        Assert.Equal(["Created", "Pulled", "Scheduled"], Events().Select(static e => e.Reason).Order());
    }

    private IReadOnlyList<Event> Events()
    {
        IReadOnlyList<Event> events = [];
        _simulation.Settle();
        _simulation.Run(async () => events = (await _client.ListAsync<Event>()).Items);
        return events;
    }
}
