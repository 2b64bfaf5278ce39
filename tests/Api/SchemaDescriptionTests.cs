using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests;

/// <summary>What the schema says for people is there for whom asks, and costs nobody else.</summary>
public sealed class SchemaDescriptionTests
{
    private const string Text = """
        package test.v1
        group "test"

        # A thing
        # of use.
        kind Thing
            # How many there are.
            count 1 int32
            name 2 string
        """;

    [Fact]
    public void Lines_above_a_statement_describe_it()
    {
        var thing = Assert.Single(Parse(descriptions: true).Types);
        Assert.Equal("A thing of use.", thing.Description);
        Assert.Equal(["How many there are.", ""], thing.Fields.Select(f => f.Description));
    }

    [Fact]
    public void Who_does_not_want_descriptions_reads_the_same_schema_without_them()
    {
        var thing = Assert.Single(Parse(descriptions: false).Types);
        Assert.Equal("", thing.Description);
        Assert.Equal(["", ""], thing.Fields.Select(f => f.Description));
        Assert.Equal(["count", "name"], thing.Fields.Select(f => f.JsonName));
    }

    [Fact]
    public void A_type_is_described_by_its_file_and_a_field_by_the_type_that_declares_it()
    {
        var file = SchemaCatalog.Parse("core.v1", descriptions: true);
        var probe = SchemaCatalog.Find("core.v1", "Probe")!;
        Assert.Equal(Declared(file, "Probe").Description, probe.Description);
        Assert.Equal(Field(file, "Probe", "periodSeconds"), probe.Find("periodSeconds")!.Description);
        Assert.Equal(Field(file, "ProbeHandler", "grpc"), probe.Find("grpc")!.Description);
        Assert.NotEqual("", probe.Find("grpc")!.Description);
    }

    private static PackageModel Parse(bool descriptions)
    {
        using StringReader reader = new(Text);
        return SchemaParser.Parse(reader, descriptions);
    }

    private static TypeModel Declared(PackageModel file, string type) => file.Types.Single(t => t.Name == type);

    private static string Field(PackageModel file, string type, string field) =>
        Declared(file, type).Fields.Single(f => f.JsonName == field).Description;
}
