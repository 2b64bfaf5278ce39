using Kybernet.ApiServer.Authentication;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class StaticTokenTests
{
    [Fact]
    public async Task A_line_names_token_user_uid_and_groups()
    {
        var tokens = StaticTokenAuthenticator.Parse(new StringReader("# who may come\nsecret,admin,1,\"system:masters,dev\"\nplain,bob,2\n"));

        var admin = await tokens.AuthenticateAsync("secret", default);
        Assert.NotNull(admin);
        Assert.Equal("admin", admin.Name);
        Assert.Equal(["system:masters", "dev"], admin.Groups);
        Assert.Equal("bob", (await tokens.AuthenticateAsync("plain", default))?.Name);
        Assert.Null(await tokens.AuthenticateAsync("wrong", default));
    }

    [Fact]
    public void A_line_with_too_few_columns_is_refused()
    {
        var e = Assert.Throws<FormatException>(() => StaticTokenAuthenticator.Parse(new StringReader("a,b\n")));

        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
    }
}
