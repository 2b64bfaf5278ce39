using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Json;
using Kybernet.Api.Tests.Json;
using Kybernet.Api.Yaml;
using Xunit.Abstractions;

namespace Kybernet.Api.Tests.Yaml;

public sealed class YamlTests(ITestOutputHelper output)
{
    [Fact]
    public void Recorded_objects_are_read_and_written_line_for_line()
    {
        if (SharedFacts.Path("roundtrip") is not { } folder)
        {
            output.WriteLine("shared/facts is absent: only our own objects were tried");
            return;
        }

        var files = Directory.GetFiles(folder, "*.yaml");
        Assert.Equal(99, files.Length);
        Assert.All(files, file =>
        {
            var (yaml, json) = (File.ReadAllText(file), JsonValue.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json"))));
            Assert.Equal(json, KubeYaml.Parse(yaml));
            Assert.Equal(yaml, KubeYaml.Write(json));
        });
    }

    [Theory]
    [MemberData(nameof(RoundtripTests.Ours), MemberType = typeof(RoundtripTests))]
    public void Our_own_objects_survive_yaml(string file)
    {
        var json = JsonValue.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "roundtrip", file)));
        var yaml = KubeYaml.Write(json);

        Assert.Equal(json, KubeYaml.Parse(yaml));
        Assert.Equal(yaml, KubeYaml.Write(KubeYaml.Parse(yaml)));
        // As an object, too: what a client sends as YAML is what it would have sent as JSON.
        var value = RoundtripTests.Create(json.Encode());
        KubeCodec.DecodeInto(value, KubeYaml.Parse(yaml).Encode());
        Assert.Equal(json, JsonValue.Parse(KubeCodec.Encode(value)));
    }

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("on", "true")]
    [InlineData("y", "true")]
    [InlineData("No", "false")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("+12", "12")]
    [InlineData("0777", "511")]
    [InlineData("0o17", "15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("1Gi", "\"1Gi\"")]
    [InlineData("190:20:30", "\"190:20:30\"")]
    [InlineData("2026-01-02T03:04:05Z", "\"2026-01-02T03:04:05Z\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("!!float 1", "1")]
    [InlineData("!!binary aGk=", "\"hi\"")]
    [InlineData("!custom 12", "\"12\"")]
    [InlineData("|\n  a\n   b\n", "\"a\\n b\\n\"")]
    [InlineData(">-\n  a\n  b\n", "\"a b\"")]
    public void Scalars_mean_what_they_mean_to_kubernetes(string yaml, string json) =>
        Assert.Equal(JsonValue.Parse(json).ToString(), KubeYaml.Parse(yaml).ToString());

    [Theory]
    [InlineData("a: 1\nb: [x, {c: null}]\n", """{"a":1,"b":["x",{"c":null}]}""")]
    [InlineData("1: a\ntrue: b\n1.5: c\n", """{"1":"a","true":"b","1.5":"c"}""")]
    [InlineData("a: &x {b: 1}\nc: *x\n", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", """{"a":{"b":1,"c":2},"d":{"b":1,"c":3}}""")]
    [InlineData("a: &x {b: 1}\nc: &y {b: 2, d: 2}\ne:\n  <<: [*x, *y]\n", """{"a":{"b":1},"c":{"b":2,"d":2},"e":{"b":1,"d":2}}""")]
    [InlineData("{\"a\": [1, 2.5, \"x\\n\"]}", """{"a":[1,2.5,"x\n"]}""")]
    [InlineData("# nothing\n", "null")]
    [InlineData("a: 1\n---\nb: 2\n", """{"a":1}""")]
    public void Documents_become_trees(string yaml, string json) => Assert.Equal(json, KubeYaml.Parse(yaml).ToString());

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y\n", "yaml: line 3: did not find expected ',' or '}'")]
    [InlineData("a: *x\n", "yaml: unknown anchor 'x' referenced")]
    [InlineData("a: \u0001\n", "yaml: control characters are not allowed")]
    [InlineData("<<: 1\n", "yaml: map merge requires map or sequence of maps as the value")]
    [InlineData("!!int x", "yaml: cannot decode !!str `x` as a !!int")]
    [InlineData("? [a]\n: b\n", "yaml: invalid map key: [\"a\"]")]
    public void What_is_no_yaml_is_refused(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => KubeYaml.Parse(yaml)).Message);

    [Fact]
    public void Duplicate_keys_are_told()
    {
        List<string> duplicates = [];

        Assert.Equal("""{"a":2,"b":{"c":4}}""", KubeYaml.Parse("a: 1\na: 2\nb:\n  c: 3\n  c: 4\n", duplicates).ToString());
        Assert.Equal(["line 2: key \"a\" already set in map", "line 5: key \"c\" already set in map"], duplicates);
    }

    [Fact]
    public void A_stream_gives_its_documents_up_to_the_broken_one()
    {
        List<string> read = [];
        var stream = "a: 1\n---\n# empty\n---\nb: 2\n...\n---\n{c: 3}\n---\nd: [\n---\ne: 5\n";

        Assert.Throws<FormatException>(() =>
        {
            foreach (var document in KubeYaml.ParseAll(stream)) read.Add(document.ToString());
        });
        Assert.Equal(["""{"a":1}""", """{"b":2}""", """{"c":3}"""], read);
    }

    [Fact]
    public void A_document_cannot_blow_up_by_referring_to_itself()
    {
        var yaml = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
        for (var c = 'b'; c <= 'j'; c++) yaml += $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n";

        Assert.Equal("yaml: document contains excessive aliasing", Assert.Throws<FormatException>(() => KubeYaml.Parse(yaml)).Message);
    }

    [Fact]
    public void Nesting_has_a_limit() => Assert.Throws<FormatException>(() => KubeYaml.Parse(new string('[', 5000) + new string(']', 5000)));

    [Theory]
    [InlineData("""{"b":1,"a":{"d":[],"c":{}}}""", "a:\n  c: {}\n  d: []\nb: 1\n")]
    [InlineData("""{"a":[1,{"b":2,"c":[3]},[4,[5]],"x"]}""", "a:\n- 1\n- b: 2\n  c:\n  - 3\n- - 4\n  - - 5\n- x\n")]
    [InlineData("""[]""", "[]\n")]
    [InlineData("\"x\"", "x\n")]
    [InlineData("\"a\\nb\"", "|-\n  a\n  b\n")]
    [InlineData("""{"a":null,"b":true,"c":1.5,"d":123456789.5,"e":0.00001}""", "a: null\nb: true\nc: 1.5\nd: 1.234567895e+08\ne: 1e-05\n")]
    [InlineData("""{"a":""}""", "a: \"\"\n")]
    [InlineData("""{"a":"yes","b":"1","c":"~","d":"1e3","e":"0x1","f":"12:30","g":"null"}""", "a: \"yes\"\nb: \"1\"\nc: \"~\"\nd: \"1e3\"\ne: \"0x1\"\nf: \"12:30\"\ng: \"null\"\n")]
    [InlineData("""{"t":"2026-01-02T03:04:05Z","d":"2026-13-45"}""", "d: 2026-13-45\nt: \"2026-01-02T03:04:05Z\"\n")]
    [InlineData("""{"a":"- x","b":"a: b","c":"x #y","d":"#x","e":"*x","f":"a:","g":" lead","h":"trail ","i":"it's","j":"'q'"}""",
        "a: '- x'\nb: 'a: b'\nc: 'x #y'\nd: '#x'\ne: '*x'\nf: 'a:'\ng: ' lead'\nh: 'trail '\ni: it's\nj: '''q'''\n")]
    [InlineData("""{"a":"x: 'y'\tz"}""", "a: \"x: 'y'\\tz\"\n")]
    [InlineData("""{"a":"😀","b":"ä","c":"\u0001"}""", "a: \"\\U0001F600\"\nb: ä\nc: \"\\x01\"\n")]
    [InlineData("""{"a":"l1\nl2\n","b":"l1\n","c":"x\n\ny"}""", "a: |\n  l1\n  l2\nb: |\n  l1\nc: |-\n  x\n\n  y\n")]
    [InlineData("""{"a":"  x\ny","b":"x\n\n","c":"x \ny","d":"\n"}""", "a: |2-\n    x\n  y\nb: |+\n  x\n\nc: \"x \\ny\"\nd: |2+\n\n")]
    [InlineData("""{"a":["l1\nl2"]}""", "a:\n- |-\n  l1\n  l2\n")]
    [InlineData("""{"a10":1,"a2":1,"b":1,"A":1,"a":1,"1":1,"_x":1}""", "_x: 1\n\"1\": 1\nA: 1\na: 1\na2: 1\na10: 1\nb: 1\n")]
    public void Trees_are_written_as_kubectl_writes_them(string json, string yaml) => Assert.Equal(yaml, KubeYaml.Write(JsonValue.Parse(json)));

    [Fact]
    public void Long_text_is_broken_at_blanks()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 40));

        var yaml = KubeYaml.Write(JsonValue.Parse($"{{\"a\":{{\"b\":\"{words}\",\"c\":\"x: {words}\",\"d\":\"\\t{words}\"}}}}"));

        Assert.All(yaml.Split('\n'), line => Assert.InRange(line.Length, 0, 86));
        Assert.Equal(1 + 3 * 3 + 1, yaml.Split('\n').Length);
        Assert.Equal(words, KubeYaml.Parse(yaml).AsObject().Get("a", "b").AsString());
        Assert.Equal("x: " + words, KubeYaml.Parse(yaml).AsObject().Get("a", "c").AsString());
        Assert.Equal("\t" + words, KubeYaml.Parse(yaml).AsObject().Get("a", "d").AsString());
    }

    [Fact]
    public void A_long_key_is_written_with_a_question_mark()
    {
        var key = new string('k', 200);
        JsonValue value = new JsonObject { [key] = new JsonObject { ["a"] = new JsonArray([1]) }, ["m\nk"] = 2 };

        Assert.Equal($"? {key}\n: a:\n  - 1\n? |-\n  m\n  k\n: 2\n", KubeYaml.Write(value));
        Assert.Equal(value, KubeYaml.Parse(KubeYaml.Write(value)));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(JsonTrees)])]
    public bool A_tree_survives_its_yaml(JsonValue tree) => KubeYaml.Parse(KubeYaml.Write(tree)) == tree;

    [Fact]
    public void A_key_that_would_be_a_merge_is_quoted()
    {
        JsonValue value = new JsonObject { ["<<"] = "<<" };
        Assert.Equal("\"<<\": \"<<\"\n", KubeYaml.Write(value));
        Assert.Equal(value, KubeYaml.Parse(KubeYaml.Write(value)));
    }

    [Fact]
    public void A_key_that_would_be_read_as_an_alias_is_quoted()
    {
        JsonValue value = new JsonObject { ["0 0 * * *"] = "0 0 * * *" };
        Assert.Equal("'0 0 * * *': 0 0 * * *\n", KubeYaml.Write(value));
        Assert.Equal(value, KubeYaml.Parse(KubeYaml.Write(value)));
    }

    [Property(MaxTest = 1000)]
    public bool Any_text_survives_its_yaml(FsCheck.NonNull<string> text)
    {
        var wellFormed = string.Concat(text.Get.EnumerateRunes());
        JsonValue value = new JsonObject { ["k"] = wellFormed, [wellFormed] = new JsonArray([wellFormed]) };
        return KubeYaml.Parse(KubeYaml.Write(value)) == value;
    }

    [Theory]
    [InlineData("a: !![]")]
    [InlineData("!!]x y")]
    public void A_tag_that_is_no_uri_is_refused(string text) => Assert.Throws<FormatException>(() => KubeYaml.Parse(text));

    [Property(MaxTest = 3000)]
    public Property Whatever_comes_is_read_or_refused() => Prop.ForAll(
        Gen.Elements("a", "b", ":", ": ", "-", "- ", "\n", "  ", "{", "}", "[", "]", ",", "'", "\"", "|", ">", "&x ", "*x", "!", "!!int ", "#", "%", "?", "---\n", "...\n", "<<", "\t", "\\", "1", "~", "é")
            .ArrayOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            try
            {
                foreach (var document in KubeYaml.ParseAll(text)) document.Encode();
            }
            catch (FormatException)
            {
                // Refused.
            }
        });
}
