using System.Collections.Frozen;

namespace Broadsheet.NewsFormats.Html;

/// <summary>What becomes of an element.</summary>
internal enum Treatment
{
    /// <summary>The tags go, the content stays in its line.</summary>
    Unwrap,

    /// <summary>The tags go, the content stands by itself.</summary>
    Boundary,

    /// <summary>Tags and content go.</summary>
    Drop,

    /// <summary>A line break.</summary>
    LineBreak,

    /// <summary>Text whose lines matter.</summary>
    Preformatted,

    /// <summary>p, h2, h3.</summary>
    Block,

    /// <summary>blockquote, figure, ul, ol.</summary>
    Container,

    /// <summary>li.</summary>
    ListItem,

    /// <summary>figcaption.</summary>
    FigureCaption,

    /// <summary>em, strong, a.</summary>
    Inline,

    /// <summary>table.</summary>
    Table,

    /// <summary>caption.</summary>
    TableCaption,

    /// <summary>thead, tbody, tfoot.</summary>
    Section,

    /// <summary>tr.</summary>
    Row,

    /// <summary>td, th.</summary>
    Cell,
}

/// <summary>What becomes of an element, and under which name.</summary>
internal readonly record struct Rule(Treatment Treatment, string Name);

/// <summary>The allow-list: the elements that stay, those that become one of them, and those that go with all they hold.</summary>
internal static class Rules
{
    private static readonly FrozenDictionary<string, Rule> Known = Table().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rule for an element's lower-case name; null for a name not known.</summary>
    public static Rule? For(string name) => Known.TryGetValue(name, out var rule) ? rule : null;

    private static Dictionary<string, Rule> Table()
    {
        var rules = new Dictionary<string, Rule>(StringComparer.Ordinal);
        void As(Treatment treatment, string name, string elements)
        {
            foreach (var element in elements.Split(' '))
                rules.Add(element, new Rule(treatment, name));
        }

        As(Treatment.Block, "p", "p dt dd citat");
        As(Treatment.Block, "h2", "h1 h2 hl1 rubrik");
        As(Treatment.Block, "h3", "h3 h4 h5 h6 hl2 mellis");
        As(Treatment.Container, "blockquote", "blockquote bq");
        As(Treatment.Container, "figure", "figure");
        As(Treatment.Container, "ul", "ul menu dir");
        As(Treatment.Container, "ol", "ol");
        As(Treatment.ListItem, "li", "li");
        As(Treatment.FigureCaption, "figcaption", "figcaption");
        As(Treatment.Inline, "strong", "strong b");
        As(Treatment.Inline, "em", "em i cite dfn");
        As(Treatment.Inline, "a", "a");
        As(Treatment.Table, "table", "table");
        As(Treatment.TableCaption, "caption", "caption");
        As(Treatment.Section, "thead", "thead");
        As(Treatment.Section, "tbody", "tbody");
        As(Treatment.Section, "tfoot", "tfoot");
        As(Treatment.Row, "tr", "tr");
        As(Treatment.Cell, "td", "td");
        As(Treatment.Cell, "th", "th");
        As(Treatment.LineBreak, "", "br");
        As(Treatment.Preformatted, "", "pre xmp listing plaintext");
        As(Treatment.Boundary, "", "html body div section article main header footer address aside hgroup center form fieldset legend details summary hr dl optgroup option search nav");
        As(Treatment.Unwrap, "", "span font u s strike del ins sub sup small big abbr acronym code kbd samp var tt label bdo bdi mark q time data wbr ruby rt rp nobr img meta link base input col colgroup source track area param embed frame basefont bgsound keygen");
        As(Treatment.Drop, "", "script style title head template noscript iframe noembed noframes object applet svg math textarea select button audio video canvas map frameset");
        // NITF 3.x: what stands in the item's own fields, and captions of media, which go with their pictures.
        As(Treatment.Boundary, "", "nitf body.head body.content body.end block abstract tagline note fn nitf-table");
        As(Treatment.Drop, "", "hedline byline dateline distributor docdata pubdata tobject revision-history iim media copyrite rights series pronounce nitf-table-metadata nitf-colgroup nitf-col");
        As(Treatment.Unwrap, "", "person org location chron num money event function object.title virtloc lang frac frac-num frac-sep frac-den classifier alt-code");
        // TT's own markup, from Sweden.
        As(Treatment.Boundary, "", "text ingress brodtext dat");
        return rules;
    }
}
