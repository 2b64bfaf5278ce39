using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.Client;
using Xunit;

namespace Kybernet.ApiServer.Tests.Wire;

/// <summary>What a client gets of what it takes.</summary>
public sealed class NegotiationTests
{
    private const string Available = "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private const string Accepted = "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private const string AcceptedStreams = "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

    [Theory]
    [InlineData("application/json;q=0.5,application/yaml", "Whole Yaml")]
    [InlineData("application/xml,application/json;q=0.1", "Whole Json")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "Whole Protobuf")]
    [InlineData("application/vnd.kubernetes.protobuf;q=0.2,application/json;q=0.3", "Whole Json")]
    [InlineData("*/*,application/yaml;q=0.1", "Whole Yaml")]
    [InlineData("text/html,*/*;q=0.8", "Whole Json")]
    [InlineData("application/*;q=1,application/yaml;q=0.1", "Whole Yaml")]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table Json")]
    [InlineData("application/json;as=Table;v=v9;g=meta.k8s.io,application/json", "Whole Json")]
    [InlineData("application/json;as=Table;g=meta.k8s.io;v=v1beta1", "Table Json")]
    [InlineData("application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1,application/yaml", "Whole Yaml")]
    [InlineData("*/*;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "PartialMetadata Json")]
    [InlineData("application/json;stream=other,application/yaml", "Whole Yaml")]
    [InlineData("application/json;g=meta.k8s.io,application/yaml", "Whole Yaml")]
    public void The_most_wanted_that_there_is_wins(string accept, string expected)
    {
        var chosen = Negotiator.Negotiate(accept, "get");
        Assert.Equal(expected, $"{chosen.Form} {chosen.Media}");
    }

    [Theory]
    [InlineData("get", "text/html", Available)]
    [InlineData("get", "application/*", Available)]
    [InlineData("deletecollection", "application/cbor", Available)]
    [InlineData("list", "application/cbor", Available + ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [InlineData("get", "application/json;as=Bogus;g=meta.k8s.io;v=v1", Accepted)]
    [InlineData("watch", "application/json;as=Bogus;g=meta.k8s.io;v=v1", Accepted)]
    [InlineData("watch", "application/yaml", AcceptedStreams)]
    public void What_there_is_not_is_refused(string verb, string accept, string message)
    {
        var refused = Assert.Throws<KubeApiException>(() => Negotiator.Negotiate(accept, verb));
        Assert.Equal((406, message), (refused.Status.Code, refused.Status.Message));
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf", "Protobuf")]
    [InlineData("application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1", "Json")]
    [InlineData("application/json;as=Table;g=meta.k8s.io;v=v1,application/yaml", "Yaml")]
    [InlineData("text/html", "Json")]
    public void A_status_is_told_even_to_who_takes_nothing(string accept, string expected) =>
        Assert.Equal(expected, Negotiator.ForStatus(accept).Media.ToString());
}
