using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>Feeds HTML, or NITF as text, to a body. Only the tokens are taken from AngleSharp: its tree has no bounds.</summary>
internal static class HtmlBody
{
    public static void AddTo(BodyBuilder body, string html, Func<string?, string?>? resolves = null)
    {
        using var source = new TextSource(html);
        using var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            DisableElementPositionTracking = true,
            SkipComments = true,
            ShouldEmitAttribute = static (ref _, name) => name.Span is "href" or "colspan" or "rowspan",
        };
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokens.Get())
            Take(token, tokens, body, resolves);
    }

    private static void Take(HtmlToken token, HtmlTokenizer tokens, BodyBuilder body, Func<string?, string?>? resolves)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character:
                body.Text(token.Data);
                break;
            case HtmlTokenType.StartTag:
                Start(token.AsTag(), tokens, body, resolves);
                break;
            case HtmlTokenType.EndTag:
                body.End(token.Name);
                break;
        }
    }

    private static void Start(HtmlTagToken tag, HtmlTokenizer tokens, BodyBuilder body, Func<string?, string?>? resolves)
    {
        // A head without an end tag would take the body with it; what is in it is dropped by its own rules.
        if (tag.Name == "head" || (tag.IsSelfClosing && tag.Name is "svg" or "math"))
            return;
        body.Start(tag.Name, name =>
        {
            var value = tag.Attributes.Find(attribute => attribute.Name == name).Value;
            return name == "href" && resolves is not null ? resolves(value) : value;
        });
        tokens.State = ContentOf(tag.Name);
    }

    private static HtmlParseMode ContentOf(string name) => name switch
    {
        "title" or "textarea" => HtmlParseMode.RCData,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "script" => HtmlParseMode.Script,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };
}
