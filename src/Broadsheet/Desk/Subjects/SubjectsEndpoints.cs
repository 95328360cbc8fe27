using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Subjects;

/// <summary>Topics, writers and storylines, each kept on a page of its own; the newest state comes from the database, not from memory.</summary>
static class SubjectsEndpoints
{
    /// <summary>The part of the desk under which all of them and the texts stand.</summary>
    public const string DeskPart = "/desk/topics";

    public static string AddressOf(SubjectKind kind) => kind switch { SubjectKind.Topic => DeskPart, SubjectKind.Writer => "/desk/writers", _ => "/desk/storylines" };

    public static void MapSubjects(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            var subjects = endpoints.MapDesk(AddressOf(kind), Policies.RunThePaper);
            subjects.MapGet("", (NewsroomDb db, CurrentEdition edition, IStringLocalizer<DeskWords> say, CancellationToken stop) => List(kind, db, edition, say, stop));
            subjects.MapGet("/new", IResult (IStringLocalizer<DeskWords> say) => Form(new SubjectShown(kind, null, new SubjectForm()), say));
            subjects.MapPost("", ([FromForm] string? name, [FromForm] string? about, [FromForm] string? onFront, [FromForm] string? seen, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
                Save(kind, null, new SubjectForm { Name = name, About = about, OnFront = onFront, Seen = seen }, db, saving, say, stop));
            subjects.MapGet("/{id:int}", (int id, bool? saved, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop) => Show(kind, id, saved, db, say, stop));
            subjects.MapPost("/{id:int}", (int id, [FromForm] string? name, [FromForm] string? about, [FromForm] string? onFront, [FromForm] string? seen, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
                Save(kind, id, new SubjectForm { Name = name, About = about, OnFront = onFront, Seen = seen }, db, saving, say, stop));
            subjects.MapPost("/{id:int}/remove", (int id, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop) => Remove(kind, id, db, saving, say, stop)).WithFormAntiforgery();
        }
        var due = endpoints.MapDesk(AddressOf(SubjectKind.Storyline), Policies.RunThePaper);
        due.MapPost("/{id:int}/due", AddDue);
        due.MapPost("/{id:int}/due/{point:long}/remove", async (int id, long point, SaveSubject saving, CancellationToken stop) =>
            await saving.RemoveDue(id, point, stop) ? TypedResults.LocalRedirect($"{AddressOf(SubjectKind.Storyline)}/{id}#due") : Results.NotFound()).WithFormAntiforgery();
    }

    static async Task<IResult> List(SubjectKind kind, NewsroomDb db, CurrentEdition edition, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var lines = await db.Subjects.Where(subject => subject.Kind == kind)
            .Select(subject => new SubjectLine(subject.Id, subject.Slug, subject.Name, subject.IsOnFront, db.Filed.Count(filed => filed.SubjectId == subject.Id))).ToListAsync(stop);
        return new Page<SubjectsPage>(Head(say[kind + "s"]), new { Kind = kind, Lines = lines.OrderBy(line => line.Name, edition.Facts.Sorting).ToList() });
    }

    static async Task<IResult> Show(SubjectKind kind, int id, bool? saved, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await Find(kind, id, db, stop) is { } found ? Form(found with { IsSaved = saved is true }, say) : Results.NotFound();

    static async Task<IResult> Save(SubjectKind kind, int? id, SubjectForm form, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var shown = id is { } known ? await Find(kind, known, db, stop) : new SubjectShown(kind, null, form);
        if (shown is null) return Results.NotFound();
        var typed = form.Sound();
        var problems = typed.Problems(kind, say);
        var saved = problems.Count > 0 ? null : await saving.Save(kind, id, typed, stop);
        if (saved is { WasChanged: true } && await Find(kind, id!.Value, db, stop) is { } theirs) return Form(theirs with { Form = typed with { Seen = theirs.Form.Seen }, Refusal = say["SavedMeanwhile"] }, say, StatusCodes.Status409Conflict);
        if (saved is { Namesake: { } namesake }) problems["Name"] = say["NameTaken" + kind, namesake];
        if (problems.Count > 0) return Form(shown with { Form = typed, Problems = problems }, say, StatusCodes.Status422UnprocessableEntity);
        return saved?.Id is { } number ? TypedResults.LocalRedirect($"{AddressOf(kind)}/{number}?saved=true") : Results.NotFound();
    }

    static async Task<IResult> Remove(SubjectKind kind, int id, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await Find(kind, id, db, stop) is not { } shown) return Results.NotFound();
        return await saving.Remove(kind, id, stop)
            ? TypedResults.LocalRedirect(AddressOf(kind))
            : Form(shown with { Refusal = say["NotRemovedHasStories"] }, say, StatusCodes.Status409Conflict);
    }

    static async Task<IResult> AddDue(int id, [FromForm] string? on, [FromForm] string? what, PaperTime time, NewsroomDb db, SaveSubject saving, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await Find(SubjectKind.Storyline, id, db, stop) is not { } shown) return Results.NotFound();
        var typed = new DueForm { On = TypedText.Line(on), What = TypedText.Line(what) };
        var problems = typed.Problems(time.Today, say);
        if (problems.Count == 0 && !await saving.AddDue(id, typed.Day!.Value, typed.What!, stop)) problems["On"] = say["DueTooMany", SaveSubject.MostDue];
        return problems.Count > 0
            ? Form(shown with { Due = typed, Problems = problems }, say, StatusCodes.Status422UnprocessableEntity)
            : TypedResults.LocalRedirect($"{AddressOf(SubjectKind.Storyline)}/{id}#due");
    }

    static async Task<SubjectShown?> Find(SubjectKind kind, int id, NewsroomDb db, CancellationToken stop)
    {
        if (await db.Subjects.SingleOrDefaultAsync(subject => subject.Id == id && subject.Kind == kind, stop) is not { } subject) return null;
        return new SubjectShown(kind, subject, SubjectForm.Of(subject))
        {
            Stories = await db.Filed.CountAsync(filed => filed.SubjectId == id, stop),
            Points = await db.DuePoints.Where(point => point.SubjectId == id).OrderBy(point => point.On).ThenBy(point => point.Id).ToListAsync(stop),
        };
    }

    static Page<SubjectEditorPage> Form(SubjectShown shown, IStringLocalizer<DeskWords> say, int status = StatusCodes.Status200OK) =>
        new(Head(shown.Subject?.Name ?? say["New" + shown.Kind]), new { Shown = shown }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = DeskPart };
}

/// <summary>A line of the list.</summary>
public sealed record SubjectLine(int Id, string Slug, string Name, bool IsOnFront, int Stories);

/// <summary>A topic, writer or storyline on its page; none yet where it is new.</summary>
public sealed record SubjectShown(SubjectKind Kind, Subject? Subject, SubjectForm Form)
{
    public int Stories { get; init; }
    public IReadOnlyList<DuePoint> Points { get; init; } = [];
    public DueForm Due { get; init; } = new();
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();
    public string? Refusal { get; init; }
    public bool IsSaved { get; init; }
}

/// <summary>The fields as a browser sends them.</summary>
public sealed record SubjectForm
{
    public string? Name { get; init; }
    public string? About { get; init; }
    public string? OnFront { get; init; }

    /// <summary>What the fields held when the page was opened.</summary>
    public string? Seen { get; init; }

    public static string SeenOf(Subject subject) => Kit.Seen.Of(subject.Name, subject.About, subject.IsOnFront ? "on" : null);

    /// <summary>The same of what they hold now.</summary>
    public string Says => Kit.Seen.Of(Name, About, OnFront is null ? null : "on");

    public static SubjectForm Of(Subject subject) => new() { Name = subject.Name, About = subject.About, OnFront = subject.IsOnFront ? "on" : null, Seen = SeenOf(subject) };

    public SubjectForm Sound() => new() { Name = TypedText.Line(Name), About = TypedText.Line(About), OnFront = OnFront, Seen = Seen };

    public Dictionary<string, string> Problems(SubjectKind kind, IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        if (StorySlug.Of(Name ?? "").Length == 0) problems["Name"] = say["NameMissing" + kind];
        else if (Name!.Length > Subject.LongestName) problems["Name"] = say["TooLong", Name.Length, Subject.LongestName];
        if (About?.Length > Subject.LongestAbout) problems["About"] = say["TooLong", About.Length, Subject.LongestAbout];
        return problems;
    }
}

/// <summary>What is due, as it was typed.</summary>
public sealed record DueForm
{
    public string? On { get; init; }
    public string? What { get; init; }

    /// <summary>As a browser's field for days sends it.</summary>
    public DateOnly? Day => DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2999 ? day : null;

    public Dictionary<string, string> Problems(DateOnly today, IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        if (Day is null) problems["On"] = say["DueDayMissing"];
        else if (Day < today) problems["On"] = say["DueDayPast"];
        if (string.IsNullOrEmpty(What)) problems["What"] = say["DueWhatMissing"];
        else if (What.Length > DuePoint.LongestWhat) problems["What"] = say["TooLong", What.Length, DuePoint.LongestWhat];
        return problems;
    }
}
