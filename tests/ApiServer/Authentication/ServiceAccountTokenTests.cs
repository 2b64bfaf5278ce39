using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication;
using Kybernet.Base;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class ServiceAccountTokenTests
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private const string Former = "https://former.example";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeObjects _objects = new();
    private readonly ServiceAccountKeys _keys = ServiceAccountKeys.Load(ServiceAccountKeys.NewKeyPem(), []);
    private readonly ServiceAccount _account = new() { Metadata = new() { Name = "sa", Namespace = "ns", Uid = "u1" } };
    private readonly Pod _pod = new() { Metadata = new() { Name = "p", Namespace = "ns", Uid = "p1" } };

    public ServiceAccountTokenTests() => _objects.Add(_account, _pod);

    [Fact]
    public async Task A_token_stands_for_its_account_and_pod()
    {
        var user = await Authenticate(Issue(TimeSpan.FromHours(1)));

        Assert.NotNull(user);
        Assert.Equal("system:serviceaccount:ns:sa", user.Name);
        Assert.Equal("u1", user.Uid);
        Assert.Equal(["system:serviceaccounts", "system:serviceaccounts:ns"], user.Groups);
        Assert.Equal(["p"], user.Extra["authentication.kubernetes.io/pod-name"]);
    }

    [Fact]
    public async Task It_is_worth_nothing_after_its_time()
    {
        var token = Issue(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(await Authenticate(token));
    }

    [Fact]
    public async Task It_is_worth_nothing_without_its_account_or_pod()
    {
        var token = Issue(TimeSpan.FromHours(1));
        _objects.Remove(_pod);
        Assert.Null(await Authenticate(token));
        _objects.Add(_pod);
        Assert.NotNull(await Authenticate(token));
        _objects.Remove(_account);
        Assert.Null(await Authenticate(token));
        _objects.Add(new ServiceAccount { Metadata = new() { Name = "sa", Namespace = "ns", Uid = "another" } });
        Assert.Null(await Authenticate(token));
    }

    [Fact]
    public async Task It_is_worth_nothing_for_another_audience_or_signed_by_another_key()
    {
        var token = Issue(TimeSpan.FromHours(1));

        Assert.Null(await Authenticator(_keys, "vault").AuthenticateAsync(token, default));
        Assert.Null(await Authenticator(ServiceAccountKeys.Load(ServiceAccountKeys.NewKeyPem(), []), Issuer).AuthenticateAsync(token, default));
        Assert.Null(await Authenticate(token[..^4] + "AAAA"));
        Assert.Null(await Authenticate("no token at all"));
    }

    [Fact]
    public async Task One_that_was_let_in_before_is_judged_by_the_time_and_by_what_is_there_now()
    {
        var authenticator = Authenticator(_keys, Issuer);
        var token = Issue(TimeSpan.FromMinutes(10));
        Assert.Equal("system:serviceaccount:ns:sa", (await authenticator.AuthenticateAsync(token, default))?.Name);
        Assert.Equal("system:serviceaccount:ns:sa", (await authenticator.AuthenticateAsync(token, default))?.Name);
        _objects.Remove(_pod);
        Assert.Null(await authenticator.AuthenticateAsync(token, default));
        _objects.Add(_pod);
        _objects.Remove(_account);
        Assert.Null(await authenticator.AuthenticateAsync(token, default));
        _objects.Add(_account);
        Assert.NotNull(await authenticator.AuthenticateAsync(token, default));

        Assert.Null(await authenticator.AuthenticateAsync(token[..^4] + "AAAA", default));
        Assert.Null(await authenticator.AuthenticateForAsync(token, ["vault"]));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await authenticator.AuthenticateAsync(token, default));
    }

    [Fact]
    public async Task Tokens_of_every_issuer_that_is_named_count_and_no_others()
    {
        Assert.NotNull(await Authenticate(Issue(TimeSpan.FromHours(1), Former)));
        Assert.Null(await Authenticate(Issue(TimeSpan.FromHours(1), "https://somebody.else")));
    }

    private string Issue(TimeSpan lifetime, string issuer = Issuer) => new ServiceAccountTokenIssuer(_keys, issuer, new ExecutionEnvironment
    {
        Time = _time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default,
    }).Issue(_account, _pod, null, [Issuer], lifetime, null);

    private async Task<UserInfo?> Authenticate(string token) => await Authenticator(_keys, Issuer).AuthenticateAsync(token, default);

    private ServiceAccountTokenAuthenticator Authenticator(ServiceAccountKeys keys, string audience) =>
        new(keys, [Issuer, Former], [audience], _objects, _time);
}
