using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Host.Commands.Components;
using Kybernet.Host.Flags;
using Kybernet.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Host.Tests.Components;

public sealed class EtcdServingFlagsTests
{
    [Fact]
    public void Alone_it_listens_where_etcd_does_and_in_an_api_server_nowhere()
    {
        Assert.Equal([new Uri("http://localhost:2379")], Parse("", "").ListenUrls);
        Assert.Empty(Parse("embedded-etcd-", "").ListenUrls);
    }

    [Fact]
    public void Addresses_are_lists()
    {
        var options = Parse(
            "embedded-etcd-",
            "--embedded-etcd-listen-client-urls=http://127.0.0.1:1,unix:///a --embedded-etcd-listen-metrics-urls=http://127.0.0.1:2 --embedded-etcd-advertise-client-urls=https://etcd:3");

        Assert.Equal([new Uri("http://127.0.0.1:1"), new Uri("unix:///a")], options.ListenUrls);
        Assert.Equal([new Uri("http://127.0.0.1:2")], options.ListenMetricsUrls);
        Assert.Equal([new Uri("https://etcd:3")], options.AdvertiseUrls);
    }

    [Theory]
    [InlineData("--x-listen-client-urls=127.0.0.1:2379", "--x-listen-client-urls: \"127.0.0.1:2379\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH")]
    [InlineData("--x-listen-metrics-urls=ftp://a", "--x-listen-metrics-urls: \"ftp://a\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH")]
    public void What_is_no_address_is_told_with_its_flag(string line, string message) =>
        Assert.Equal(message, Assert.Throws<CommandFailure>(() => Parse("x-", line)).Message);

    [Theory]
    [InlineData("--x-max-txn-ops=0", "--x-max-txn-ops has to be at least 1")]
    [InlineData("--x-max-request-bytes=-1", "--x-max-request-bytes has to be at least 1")]
    [InlineData("--x-watch-progress-notify-interval=0s", "--x-watch-progress-notify-interval has to be more than 0")]
    public void What_is_too_small_is_told_with_its_flag(string line, string message) =>
        Assert.Equal(message, Assert.Throws<FlagException>(() => Parse("x-", line)).Message);

    private static EtcdServerOptions Parse(string prefix, string line)
    {
        FlagTable table = new();
        EtcdServingFlags flags = new(table, prefix, prefix.Length == 0 ? ["http://localhost:2379"] : []);
        var values = table.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return flags.Of(new ComponentStart(values, ExecutionEnvironment.System(), NullLoggerFactory.Instance));
    }
}
