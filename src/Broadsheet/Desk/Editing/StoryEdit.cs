using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Editing;

/// <summary>What stands in the editor's fields, and the revision on which the editor began.</summary>
public sealed record StoryEdit(StoryText Text, string Slugline, int BasedOn)
{
    public StoryEdit Clean() => this with { Text = Text.Clean(), Slugline = TypedText.Line(Slugline) };

    /// <summary>Whether readers or the desk would see a difference. The picture is chosen elsewhere.</summary>
    public bool SaysTheSameAs(StoryEdit other) => Text == (other.Text with { PictureNumber = Text.PictureNumber }) && Slugline == other.Slugline;
}

/// <summary>The fields as a browser sends them. Read before the token is checked, for an old one must not cost the text.</summary>
sealed record StoryForm(
    string? Headline, string? Standfirst, string? Byline, string? Dateline, string? CreditLine, string? ContentNotice, string? Body, string? Slugline, string? Kind, string? SectionId, string? BasedOn, string? Then, string? Began,
    string? Language, string Subjects)
{
    /// <summary>Each topic has a box of its own, named by its number.</summary>
    public const string TopicField = "Topic-";

    /// <summary>So that an endpoint takes it as a parameter; null, and so 400, for what is no form or much too large.</summary>
    public static async ValueTask<StoryForm?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return new StoryForm(
                form[nameof(Headline)], form[nameof(Standfirst)], form[nameof(Byline)], form[nameof(Dateline)], form[nameof(CreditLine)], form[nameof(ContentNotice)], form[nameof(Body)],
                form[nameof(Slugline)], form[nameof(Kind)], form[nameof(SectionId)], form[nameof(BasedOn)], form[nameof(Then)], form[nameof(Began)],
                form[nameof(Language)], SubjectsIn(form));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static string SubjectsIn(IFormCollection form) => SubjectNumbers.Write(form.Keys
        .Where(name => name.StartsWith(TopicField, StringComparison.Ordinal)).Select(name => Number(name[TopicField.Length..]))
        .Append(Number(form["Storyline"])).Where(number => number > 0));

    /// <summary>Where text began that was saved on top of somebody else's, so that the browser can forget its own copy.</summary>
    public string AlsoSaved => Number(Began) > 0 ? string.Create(CultureInfo.InvariantCulture, $"&began={Number(Began)}") : "";

    public StoryEdit Edit() => new(
        new StoryText
        {
            Kind = Enum.TryParse<StoryKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : StoryKind.News,
            Headline = TypedText.Sound(Headline),
            Standfirst = TypedText.Sound(Standfirst),
            Byline = TypedText.Sound(Byline),
            Dateline = TypedText.Sound(Dateline),
            CreditLine = TypedText.Sound(CreditLine),
            ContentNotice = TypedText.Sound(ContentNotice),
            BodyHtml = TypedBody.Html(Body),
            SectionId = Number(SectionId),
            Subjects = Subjects,
            Language = TypedText.Line(Language),
        },
        TypedText.Sound(Slugline),
        Number(BasedOn));

    static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>What is wrong with the fields, by their name; in the order of the page.</summary>
static class FieldProblems
{
    public static Dictionary<string, string> Of(StoryEdit edit, EditionFacts edition, IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        TooLong(nameof(StoryText.Headline), edit.Text.Headline, Lengths.Headline);
        TooLong(nameof(StoryText.Standfirst), edit.Text.Standfirst, Lengths.Standfirst);
        TooLong(nameof(StoryText.Byline), edit.Text.Byline, Lengths.Line);
        TooLong(nameof(StoryText.Dateline), edit.Text.Dateline, Lengths.Line);
        TooLong(nameof(StoryText.CreditLine), edit.Text.CreditLine, Lengths.Line);
        TooLong(nameof(StoryText.ContentNotice), edit.Text.ContentNotice, Lengths.Notice);
        TooLong(nameof(StoryEdit.Slugline), edit.Slugline, Lengths.Slugline);
        TooLong("Body", edit.Text.BodyHtml, Lengths.Body);
        if (edit.Slugline.Length == 0) problems[nameof(StoryEdit.Slugline)] = say["SluglineMissing"];
        if (edition.SectionOf(edit.Text.SectionId) is null) problems[nameof(StoryText.SectionId)] = say["NoSuchSection"];
        return problems;

        void TooLong(string field, string text, int longest)
        {
            if (text.Length > longest) problems[field] = say["TooLong", text.Length, longest];
        }
    }
}
