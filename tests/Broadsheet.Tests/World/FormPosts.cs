using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Broadsheet.Tests.World;

/// <summary>What a browser without script does with a page and its forms.</summary>
public static class FormPosts
{
    public static async Task<IHtmlDocument> Page(this HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, Newsroom.Stop);
        return await Document(answer);
    }

    public static async Task<IHtmlDocument> Document(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Newsroom.Stop), Newsroom.Stop);

    /// <summary>Fills the form found by the selector and sends it as a browser would, hidden fields and token included.</summary>
    public static async Task<HttpResponseMessage> Submit(this HttpClient client, string path, string form, IReadOnlyDictionary<string, string>? typed = null, string? button = null)
    {
        using var request = await client.Fill(path, form, typed, button);
        return await client.SendAsync(request, Newsroom.Stop);
    }

    /// <summary>Sends a file with the form, its hidden fields before it, as a browser does.</summary>
    public static async Task<HttpResponseMessage> Upload(this HttpClient client, string path, string form, byte[] file, string name = "picture.jpg")
    {
        var found = (await client.Page(path)).QuerySelector<IHtmlFormElement>(form)!;
        using var content = new MultipartFormDataContent();
        foreach (var (key, value) in FieldsOf(found).Where(field => field.Key != "Picture")) content.Add(new StringContent(value), key);
        var sent = new ByteArrayContent(file);
        sent.Headers.ContentDisposition = new("form-data") { Name = "Picture", FileName = $"\"{name}\"" };
        content.Add(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, found.GetAttribute("action")) { Content = content };
        request.Headers.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await client.SendAsync(request, Newsroom.Stop);
    }

    /// <summary>The form filled and not sent yet: for those who press at the same moment.</summary>
    public static async Task<HttpRequestMessage> Fill(this HttpClient client, string path, string form, IReadOnlyDictionary<string, string>? typed = null, string? button = null)
    {
        var document = await client.Page(path);
        var found = document.QuerySelector<IHtmlFormElement>(form);
        Assert.True(found is not null, $"{path} has no form {form}: {document.Body?.InnerHtml[..Math.Min(1500, document.Body.InnerHtml.Length)]}");
        var fields = FieldsOf(found).ToDictionary(field => field.Key, field => field.Value);
        foreach (var (name, value) in typed ?? new Dictionary<string, string>()) fields[name] = value;
        if (button is not null && document.QuerySelector<IHtmlButtonElement>(button) is { Name: { Length: > 0 } name2 } pressed) fields[name2] = pressed.Value;
        var action = found.GetAttribute("action") is { Length: > 0 } given ? given : path;
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return request;
    }

    /// <summary>What a browser would send of it as it stands.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(IHtmlFormElement form) => form.Elements.SelectMany(field => field switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
        IHtmlInputElement { Name.Length: > 0 } input => [KeyValuePair.Create(input.Name!, input.Value)],
        IHtmlTextAreaElement { Name.Length: > 0 } text => [KeyValuePair.Create(text.Name!, text.Value)],
        IHtmlSelectElement { Name.Length: > 0 } choice => [KeyValuePair.Create(choice.Name!, choice.Value ?? "")],
        _ => Array.Empty<KeyValuePair<string, string>>(),
    });
}
