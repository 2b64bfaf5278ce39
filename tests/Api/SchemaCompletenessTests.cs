using System.Globalization;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests;

/// <summary>Nothing of the API is left for the reader of <c>kubectl explain</c> to guess.</summary>
public sealed class SchemaCompletenessTests
{
    // Twice what is comfortable to read; whoever needs more writes a page in docs.
    private const int MaxLength = 200;

    public static TheoryData<string> Packages => [.. SchemaCatalog.PackageFiles()];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_type_and_field_has_a_description(string package) =>
        Assert.Empty(Descriptions(package).Where(d => d.Text.Length == 0).Select(d => d.Of));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_description_is_short_and_ends_with_a_full_stop(string package)
    {
        Assert.NotEmpty(Descriptions(package));
        Assert.Empty(Descriptions(package)
            .Where(d => d.Text.Length > MaxLength || (d.Text.Length > 0 && d.Text[^1] != '.'))
            .Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Of} ({d.Text.Length} characters): {d.Text}")));
    }

    [Fact]
    public void Every_column_has_a_short_description() =>
        Assert.Empty(ApiCatalog.Resources
            .SelectMany(static resource => resource.Columns.Select(column => (Of: $"{resource} {column.Name}", Text: column.Description)))
            .Where(static d => d.Text.Length is 0 or > MaxLength || d.Text[^1] != '.')
            .Select(static d => $"{d.Of}: {d.Text}"));

    private static List<(string Of, string Text)> Descriptions(string package) =>
    [
        .. SchemaCatalog.TypesOf(package).SelectMany(type =>
            type.Fields.Select(f => ($"{type}.{f.JsonName}", f.Description)).Prepend((type.ToString(), type.Description))),
    ];
}
