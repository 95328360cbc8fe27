using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Broadsheet.Kit;
using Broadsheet.Kit.Fetching;
using Broadsheet.NewsFormats;
using Broadsheet.Tests.World;
using Broadsheet.Wire;

namespace Broadsheet.Tests.Architecture;

/// <summary>Every word on a page comes from a resource file, in every language the program speaks.</summary>
public sealed partial class WordsTests
{
    static readonly string[] languages = ["de", "fr", "ar"];
    static readonly string[] forms = ["zero", "one", "two", "few", "many", "other"];
    static readonly string warnings = Path.Combine("..", "..", "Broadsheet.NewsFormats", nameof(NewsWarning));
    static readonly string program = Path.Combine(Repository.Root, "src", "Broadsheet");

    public static TheoryData<string> WordFiles => [.. Directory.GetFiles(Path.Combine(program, "Words"), "*Words.resx").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>Those of the library that reads agencies' formats stand beside its types.</summary>
    public static TheoryData<string> AllWordFiles => [.. WordFiles.Select(words => words.Data), warnings];

    public static TheoryData<string> Components => [.. Sources("*.razor").Select(file => Path.GetRelativePath(program, file))];

    public static TheoryData<string, string> Translations => [.. from words in AllWordFiles from language in languages select (words.Data, language)];

    [Theory, MemberData(nameof(Translations))]
    public void Each_word_stands_in_every_language_in_each_of_its_forms_with_the_same_places(string words, string language)
    {
        var (english, other) = (Read(words + ".resx"), Read($"{words}.{language}.resx"));
        var wanted = english.Keys.Where(key => FormOf(key) is null).Concat(
            from key in english.Keys.Where(key => FormOf(key) == "other") from form in Plural.Forms(new CultureInfo(language)) select NameOf(key) + "." + form).ToHashSet();
        Assert.Empty(wanted.Except(other.Keys));
        Assert.Empty(other.Keys.Except(wanted));
        Assert.Empty(other.Where(word => !HasThePlacesOf(english, word.Key, word.Value)).Select(word => word.Key));
        Assert.Empty(other.Where(word => string.IsNullOrWhiteSpace(word.Value)).Select(word => word.Key));
    }

    /// <summary>"Two words" in Arabic says its number by itself; where any number may stand, it must have its place.</summary>
    static bool HasThePlacesOf(Dictionary<string, string> english, string key, string text) => FormOf(key) switch
    {
        null => Places(text).SetEquals(Places(english[key])),
        "zero" or "one" or "two" => Places(text).IsSubsetOf(Places(english[NameOf(key) + ".other"])),
        _ => Places(text).SetEquals(Places(english[NameOf(key) + ".other"])),
    };

    [Theory, MemberData(nameof(AllWordFiles))]
    public void Arabic_is_written_in_Arabic(string words) =>
        Assert.Empty(Read(words + ".ar.resx").Where(word => !word.Key.EndsWith("Pattern", StringComparison.Ordinal) && Letters().IsMatch(word.Value) && !ArabicLetter().IsMatch(word.Value)).Select(word => word.Key));

    [Theory, MemberData(nameof(AllWordFiles))]
    public void French_signs_do_not_part_from_their_words(string words) =>
        Assert.DoesNotContain(Read(words + ".fr.resx"), word => Regex.IsMatch(word.Value, " [:;?!»](?!\\w)|« "));

    [Fact]
    public void Each_word_is_used()
    {
        var code = string.Join('\n', Sources("*.razor").Concat(Sources("*.cs")).Select(File.ReadAllText));
        var unused = WordFiles.SelectMany(words => Read(words.Data + ".resx").Keys.Where(key => !IsUsed(code, key)).Select(key => $"{words.Data}.{key}"));
        Assert.Empty(unused);
    }

    [Fact]
    public void Each_word_asked_for_is_there()
    {
        var known = WordFiles.SelectMany(words => Read(words.Data + ".resx").Keys).ToHashSet();
        var asked = Sources("*.razor").Concat(Sources("*.cs")).SelectMany(file => AskedFor().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        Assert.Empty(asked.Where(key => !known.Contains(key) && !known.Contains(key + ".other")).Distinct());
    }

    [Theory, InlineData(""), InlineData(".de"), InlineData(".fr"), InlineData(".ar")]
    public void Whatever_goes_wrong_with_a_source_has_words(string language)
    {
        var known = Read($"WireWords{language}.resx");
        Assert.Empty(Enum.GetNames<TroubleKey>().Select(key => "Trouble" + key).Except(known.Keys));
        Assert.All(Enum.GetValues<OutsideFault>(), fault => Assert.Equal(fault.ToString(), Assert.Single(SourceTrouble.Of(new OutsideException(fault, "")).Sentences).Key.ToString()));
    }

    [Fact]
    public void Whatever_is_odd_in_a_document_has_words() => Assert.Equal(Enum.GetNames<NewsWarningKind>().Except([nameof(NewsWarningKind.Other)]).Order(), Read(warnings + ".resx").Keys.Order());

    [Theory, MemberData(nameof(Components))]
    public void No_component_holds_a_word_of_its_own(string component)
    {
        var markup = Markup(File.ReadAllText(Path.Combine(program, component)));
        Assert.Empty(Literals(markup));
    }

    [Theory, InlineData("<p>Hello there</p>"), InlineData("<img alt=\"A gate\">"), InlineData("<button title=\"Press\">@Say[\"X\"]</button>")]
    public void A_literal_is_found(string markup) => Assert.NotEmpty(Literals(markup));

    [Theory, MemberData(nameof(Components))]
    public void Each_field_says_in_which_direction_it_is_written(string component) =>
        Assert.DoesNotContain(FieldForWords().Matches(File.ReadAllText(Path.Combine(program, component))), field => !field.Value.Contains(" dir=", StringComparison.Ordinal));

    static IEnumerable<string> Literals(string razor)
    {
        var markup = WithoutCode(razor);
        return TextBetweenTags().Matches(markup).Concat(SpokenAttribute().Matches(markup))
            .Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)).Where(text => Letters().IsMatch(text));
    }

    /// <summary>The markup alone: without directives, code, comments and control flow.</summary>
    static string Markup(string razor)
    {
        var markup = Regex.Replace(razor, @"@\*.*?\*@", "", RegexOptions.Singleline);
        var code = markup.IndexOf("@code", StringComparison.Ordinal);
        // Of the code only the fragments of markup in it.
        if (code >= 0) markup = markup[..code] + string.Concat(FragmentInCode().Matches(markup[code..]).Select(match => match.Groups[1].Value));
        markup = Regex.Replace(markup, @"(?m)^\s*@(namespace|inject|using|typeparam|implements|inherits|attribute|layout|page).*$", "");
        markup = Regex.Replace(markup, @"(?m)^\s*(@?(if|else|foreach|for|switch|while)\b.*|case\b.*|default:|break;|\{|\}|var .*|@\{.*)$", "");
        markup = Regex.Replace(markup, @"(@|\b)(else if|if|foreach|for|switch|while)\s*\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)\s*\{", "");
        markup = Regex.Replace(markup, @"\}?\s*\belse\s*\{|https?://", "");
        markup = Regex.Replace(markup, @"<!--.*?-->", "", RegexOptions.Singleline);
        return Regex.Replace(markup, @"<(script|style|title)\b[^>]*>.*?</\1>", "", RegexOptions.Singleline);
    }

    static string WithoutCode(string text)
    {
        // @(…) and @Say["…"] and @thing.Other(…), with balanced brackets.
        var rest = Regex.Replace(text, @"@\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)", "");
        return Regex.Replace(rest, @"@[\w.!?]+((\[(?>[^\[\]]+|\[(?<d>)|\](?<-d>))*(?(d)(?!))\])|(\((?>[^()]+|\((?<e>)|\)(?<-e>))*(?(e)(?!))\))|[\w.!?]+)*", "");
    }

    static bool IsUsed(string code, string key)
    {
        var name = NameOf(key);
        if (code.Contains($"\"{name}\"", StringComparison.Ordinal) || code.Contains($"\"{key}\"", StringComparison.Ordinal)) return true;
        if (EnumMembers().Matches(code).Any(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Contains(name)) && code.Contains(".ToString()]", StringComparison.Ordinal)) return true;
        // Composed keys: Say[Kind + "Title"], Say["State" + state].
        return Composed().Matches(code).Any(match => name.EndsWith(match.Groups[1].Value, StringComparison.Ordinal)) || ComposedHead().Matches(code).Any(match => name.StartsWith(match.Groups[1].Value, StringComparison.Ordinal));
    }

    static string? FormOf(string key) => key.LastIndexOf('.') is > 0 and var at && forms.Contains(key[(at + 1)..]) ? key[(at + 1)..] : null;

    static string NameOf(string key) => FormOf(key) is null ? key : key[..key.LastIndexOf('.')];

    static HashSet<string> Places(string text) => [.. Regex.Matches(text, @"\{\d+").Select(match => match.Value)];

    static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(program, "Words", file)).Root!.Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(program, pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal));

    [GeneratedRegex(@">([^<>]+)<", RegexOptions.Singleline)]
    private static partial Regex TextBetweenTags();

    [GeneratedRegex("\\b(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"]*)\"")]
    private static partial Regex SpokenAttribute();

    [GeneratedRegex(@"=> @(<.*?>);\s*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FragmentInCode();

    [GeneratedRegex(@"\benum \w+ \{([^}]*)\}")]
    private static partial Regex EnumMembers();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"\p{IsArabic}")]
    private static partial Regex ArabicLetter();

    [GeneratedRegex("\\b[Ss]ay(?:\\.(?:Count|Patterns)\\(|\\[)\"([A-Za-z]+)\"[\\],)]")]
    private static partial Regex AskedFor();

    [GeneratedRegex("\\b[Ss]ay\\[[\\w.()]+ \\+ \"([A-Za-z]+)\"[\\],]")]
    private static partial Regex Composed();

    [GeneratedRegex("\\b[Ss]ay\\[\\$?\"([A-Za-z.]+)(?:\" \\+|\\{)")]
    private static partial Regex ComposedHead();

    [GeneratedRegex("<(?:input|textarea)\\b(?![^<]*(?:\\shidden|type=\"(?:hidden|checkbox|radio|file|date|time|email|password)\"|inputmode=\"numeric\"))[^<]*")]
    private static partial Regex FieldForWords();
}
