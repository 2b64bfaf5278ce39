using System.Text.Json;

namespace Kybernet.Cluster.Bench.Reports;

/// <summary>What was measured of one or several subjects: a table for people, JSON for programs.</summary>
/// <param name="subjects">The subjects' names, a column each.</param>
internal sealed class Report(params IReadOnlyList<string> subjects)
{
    private readonly List<(string Name, string Unit, List<double>[] Values)> _rows = [];

    /// <summary>Adds what was seen of a subject. What is seen several times counts as the median of all times.</summary>
    public void Add(IEnumerable<Figure> figures, int subject = 0)
    {
        foreach (var figure in figures)
        {
            var row = _rows.FirstOrDefault(r => r.Name == figure.Name);
            if (row.Name is null)
            {
                row = (figure.Name, figure.Unit, [.. subjects.Select(_ => new List<double>())]);
                _rows.Add(row);
            }

            row.Values[subject].Add(figure.Value);
        }
    }

    /// <summary>Prints the table; with two subjects also the first in relation to the second.</summary>
    public void Print(TextWriter output)
    {
        List<string[]> lines = [["", .. subjects, .. subjects.Count == 2 ? ["ratio"] : Array.Empty<string>()]];
        foreach (var (name, unit, values) in _rows)
        {
            var cells = values.Select(v => v.Count == 0 ? "-" : new Figure(name, new Spread(v).Median, unit).Text);
            if (subjects.Count == 2) cells = cells.Append(Ratio(values[0], values[1]));
            lines.Add([name, .. cells]);
        }

        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(l => l[i].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>Writes a file: each subject's name with each figure's name, unit, median and all values.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        for (var i = 0; i < subjects.Count; i++)
        {
            json.WriteStartArray(subjects[i]);
            foreach (var (name, unit, values) in _rows.Where(r => r.Values[i].Count > 0))
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("unit", unit);
                json.WriteNumber("median", new Spread(values[i]).Median);
                json.WriteStartArray("values");
                foreach (var value in values[i]) json.WriteNumberValue(value);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Ratio(List<double> first, List<double> other) =>
        first.Count > 0 && other.Count > 0 ? $"{new Spread(first).Median / new Spread(other).Median:n2}" : "-";
}
