using Broadsheet.Desk.Subjects;
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

/// <summary>The texts of about, contact and privacy.</summary>
static class TextsEndpoints
{
    public const string Address = "/desk/texts";

    public static void MapTextsDesk(this IEndpointRouteBuilder endpoints)
    {
        var texts = endpoints.MapDesk(Address, Policies.RunThePaper);
        texts.MapGet("", List);
        texts.MapGet("/{name}", async (string name, bool? saved, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop) => KeptText.Names.Contains(name)
            ? Editor(name, await db.KeptTexts.Where(text => text.Name == name).Select(text => text.BodyHtml).SingleOrDefaultAsync(stop) ?? "", null, saved is true, say) : Results.NotFound());
        texts.MapPost("/{name}", Keep);
    }

    static async Task<IResult> List(NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var kept = await db.KeptTexts.Select(text => new TextLine(text.Name, text.BodyHtml != "", text.ChangedAt,
            db.Readers.Where(reader => reader.Id == text.ChangedBy).Select(reader => reader.Handle).FirstOrDefault())).ToListAsync(stop);
        return new Page<TextsPage>(Head(say["Texts"]), new { Texts = KeptText.Names.Select(name => kept.Find(text => text.Name == name) ?? new TextLine(name, false, null, null)).ToList() });
    }

    static async Task<IResult> Keep(string name, [FromForm] string? body, CurrentReader me, INewsroomWriter writer, TimeProvider clock, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (!KeptText.Names.Contains(name)) return Results.NotFound();
        var typed = TypedText.Sound(body);
        if (typed.Length > Lengths.Body) return Editor(name, typed, say["TooLong", typed.Length, Lengths.Body], false, say, StatusCodes.Status422UnprocessableEntity);
        var clean = HtmlCleaner.Clean(typed);
        await writer.Write(async (db, stop) =>
        {
            var text = await db.KeptTexts.SingleOrDefaultAsync(text => text.Name == name, stop);
            if (text is null) db.Add(text = new KeptText { Name = name, BodyHtml = clean, ChangedAt = clock.GetUtcNow() });
            text.BodyHtml = clean;
            text.ChangedAt = clock.GetUtcNow();
            text.ChangedBy = me.Id;
            db.Record(new TextKept(name));
            await db.SaveChangesAsync(stop);
        }, stop);
        return TypedResults.LocalRedirect($"{Address}/{name}?saved=true");
    }

    static Page<TextEditorPage> Editor(string name, string body, string? problem, bool isSaved, IStringLocalizer<DeskWords> say, int status = StatusCodes.Status200OK) =>
        new(Head(say["Text" + name]) with { Script = "editor.js" }, new { Name = name, Body = body, Problem = problem, IsSaved = isSaved }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = SubjectsEndpoints.DeskPart };
}
