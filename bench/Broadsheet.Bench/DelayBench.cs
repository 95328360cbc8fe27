using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Broadsheet.Bench;

/// <summary>How long people wait for each other: the desk for the wire, the reader for the desk.</summary>
static class DelayBench
{
    /// <summary>From a complete file in the folder to its line on an open inbox.</summary>
    public static async IAsyncEnumerable<Figure> WireToDesk(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var folder = Path.Combine(Workplace.Data, "wire-" + Guid.CreateVersion7().ToString("N"));
        var waits = new List<double>();
        await using (var server = await Server.Start(folder, stop))
        {
            using var desk = await server.SignedIn(stop);
            using var answer = await desk.GetAsync("/desk/wire/stream", HttpCompletionOption.ResponseHeadersRead, stop);
            answer.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            for (var number = 0; number < size.Of(60, 12); number++)
            {
                var headline = $"Benchmark item {number} of the wire";
                var began = Stopwatch.GetTimestamp();
                await File.WriteAllTextAsync(Path.Combine(folder, "wire", $"item-{number}.json"), Item(number, headline), stop);
                while (await lines.ReadLineAsync(stop) is { } line && !line.Contains(headline, StringComparison.Ordinal)) { }
                if (number >= 2) waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        Directory.Delete(folder, recursive: true);
        yield return Figure.Lower("wire-to-desk", [Figure.Percentile(waits, 0.99)], "ms, p99", size, 1000);
        yield return Figure.Lower("wire-to-desk.median", waits, "ms", size);
    }

    /// <summary>From the press on "publish" to the first answer with the new text, on a page that was kept before.</summary>
    public static async IAsyncEnumerable<Figure> PublishToPage(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var folder = Path.Combine(Workplace.Data, "publish-" + Guid.CreateVersion7().ToString("N"));
        var waits = new List<double>();
        await using (var server = await Server.Start(folder, stop, "--demo"))
        {
            using var desk = await server.SignedIn(stop);
            using var reader = server.Client(follow: true);
            const long story = 1000;
            for (var round = 0; round < size.Of(210, 25); round++)
            {
                var headline = $"Headline of round {round}";
                await Submit(desk, $"/desk/stories/{story}", new() { ["Headline"] = headline }, stop);
                var (action, fields) = await Form(desk, $"/desk/stories/{story}/publish", stop);
                await reader.GetAsync($"/x/{story}", stop); // kept now, with the old headline
                var page = (await reader.GetAsync($"/x/{story}", stop)).RequestMessage!.RequestUri!.AbsolutePath;
                var began = Stopwatch.GetTimestamp();
                var pressed = Press(desk, action, fields, stop);
                while (!(await Page(reader, page, stop)).Contains(headline, StringComparison.Ordinal)) if (pressed.IsFaulted) await pressed;
                if (round >= 10) waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                await pressed;
            }
        }
        Directory.Delete(folder, recursive: true);
        yield return Figure.Lower("publish-to-page", [Figure.Percentile(waits, 0.99)], "ms, p99", size, 100);
        yield return Figure.Lower("publish-to-page.median", waits, "ms", size);
    }

    static async Task<string> Page(HttpClient reader, string path, CancellationToken stop)
    {
        var answer = await reader.GetAsync(path, stop);
        return await answer.Content.ReadAsStringAsync(stop);
    }

    static async Task Submit(HttpClient desk, string path, Dictionary<string, string> typed, CancellationToken stop)
    {
        var (action, fields) = await Form(desk, path, stop);
        foreach (var (name, value) in typed) fields[name] = value;
        await Press(desk, action, fields, stop);
    }

    static async Task Press(HttpClient desk, string action, Dictionary<string, string> fields, CancellationToken stop)
    {
        using var content = new FormUrlEncodedContent(fields);
        var answer = await desk.PostAsync(action, content, stop);
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.OK)) throw new InvalidOperationException($"{action} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
    }

    /// <summary>The page's main form as a browser would send it.</summary>
    static async Task<(string Action, Dictionary<string, string> Fields)> Form(HttpClient desk, string path, CancellationToken stop)
    {
        var answer = await desk.GetAsync(path, stop);
        answer.EnsureSuccessStatusCode();
        var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(stop), stop);
        var form = document.QuerySelectorAll("main form").OfType<IHtmlFormElement>().OrderByDescending(form => form.Elements.Length).First();
        var fields = new Dictionary<string, string>();
        foreach (var element in form.Elements)
        {
            var (name, value) = element switch
            {
                IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } => (null, null),
                IHtmlInputElement input => (input.Name, input.Value),
                IHtmlTextAreaElement text => (text.Name, text.Value),
                IHtmlSelectElement choice => (choice.Name, choice.Value),
                _ => (null, null),
            };
            if (name is { Length: > 0 }) fields[name] = value ?? "";
        }
        return (form.GetAttribute("action") is { Length: > 0 } given ? given : path, fields);
    }

    static string Item(int number, string headline) =>
        $$"""{"$schema":"http://www.iptc.org/std/ninjs/ninjs-schema_1.4.json","uri":"urn:bench:{{number}}","version":"1","type":"text","versioncreated":"2026-11-24T05:00:00Z","pubstatus":"usable","urgency":3,"language":"en","headline":"{{headline}}","body_xhtml":"<p>Text of the item.</p>"}""";
}
