using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Subjects;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories.Texts;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Texts;

/// <summary>A text as the desk lists it.</summary>
public sealed record TextLine(string Name, bool IsWritten, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>A text as it stands in its editor: what it is based on is the time of the save that was shown.</summary>
public sealed record EditedText(string Name, string Body, long BasedOn);

/// <summary>The texts of about, contact and privacy.</summary>
static class TextsEndpoints
{
    public const string Address = "/desk/texts";

    public static void MapTextsDesk(this IEndpointRouteBuilder endpoints)
    {
        var texts = endpoints.MapDesk(Address, Policies.RunThePaper);
        texts.MapGet("", List);
        texts.MapGet("/{name}", async (string name, bool? saved, CurrentReader me, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop) => KeptText.Names.Contains(name)
            ? Editor(Shown(name, await db.KeptTexts.SingleOrDefaultAsync(text => text.Name == name, stop)), me, null, saved is true, say) : Results.NotFound());
        texts.MapPost("/{name}", Keep);
    }

    static async Task<IResult> List(NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var kept = await db.KeptTexts.Select(text => new TextLine(text.Name, text.BodyHtml != "", text.ChangedAt,
            db.Readers.Where(reader => reader.Id == text.ChangedBy).Select(reader => reader.Handle).FirstOrDefault())).ToListAsync(stop);
        return new Page<TextsPage>(Head(say["Texts"]), new { Texts = KeptText.Names.Select(name => kept.Find(text => text.Name == name) ?? new TextLine(name, false, null, null)).ToList() });
    }

    static async Task<IResult> Keep(
        string name, [FromForm] string? body, [FromForm] long basedOn, CurrentReader me, INewsroomWriter writer, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (!KeptText.Names.Contains(name)) return Results.NotFound();
        var typed = TypedText.Sound(body);
        if (typed.Length > Lengths.Body) return Editor(new EditedText(name, typed, basedOn), me, say["TooLong", typed.Length, Lengths.Body], false, say, StatusCodes.Status422UnprocessableEntity);
        var clean = HtmlCleaner.Clean(TypedBody.Html(typed));
        var other = await writer.WriteUnique(async (db, stop) =>
        {
            var text = await db.KeptTexts.SingleOrDefaultAsync(text => text.Name == name, stop);
            if ((text?.ChangedAt.UtcTicks ?? 0) != basedOn) return text?.BodyHtml == clean ? null : text; // the same: pressed twice
            if (text is null) db.Add(text = new KeptText { Name = name, BodyHtml = clean, ChangedAt = time.Now });
            text.BodyHtml = clean;
            text.ChangedAt = time.Now;
            text.ChangedBy = me.Id;
            db.Record(new TextKept(name));
            await db.SaveChangesAsync(stop);
            return null;
        }, stop);
        if (other is null) return TypedResults.LocalRedirect($"{Address}/{name}?saved=true");
        return Editor(new EditedText(name, typed, other.ChangedAt.UtcTicks), me, say["TextSavedSince", time.Clock(other.ChangedAt)], false, say, StatusCodes.Status409Conflict);
    }

    static EditedText Shown(string name, KeptText? kept) => new(name, kept?.BodyHtml ?? "", kept?.ChangedAt.UtcTicks ?? 0);

    static Page<TextEditorPage> Editor(EditedText text, CurrentReader me, string? problem, bool isSaved, IStringLocalizer<DeskWords> say, int status = StatusCodes.Status200OK) =>
        new(Head(say["Text" + text.Name]) with { Script = "editor.js" }, new { Text = text, Editor = me.Id, Problem = problem, IsSaved = isSaved }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = SubjectsEndpoints.DeskPart };
}
