using Broadsheet.Kit.Fetching;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;

namespace Broadsheet.Desk.WireSources;

/// <summary>What a source would give now. Nothing is stored and no file is moved.</summary>
/// <param name="Documents">How many files wait in the folder; of a feed, one.</param>
public sealed record Tried(SourceTrouble? Trouble, string? Format, int Items, int Documents, IReadOnlyList<TriedItem> First, IReadOnlyList<Oddity> Oddities, string? MovedTo)
{
    /// <summary>Of the files those that would be refused.</summary>
    public IReadOnlyList<SourceTrouble> Refused { get; init; } = [];

    public bool IsFolderMissing { get; private init; }

    public static Tried NoFolder { get; } = new(null, null, 0, 0, [], [], null) { IsFolderMissing = true };

    public static Tried Failed(SourceTrouble trouble) => new(trouble, null, 0, 0, [], [], null);
}

/// <summary>An item as it would stand in the inbox.</summary>
public sealed record TriedItem(string Headline, string? Language, string? Type, string Status, DateTimeOffset? Published, int Pictures);

/// <summary>Looks once at what a source has, before it is set up or when something is wrong with it.</summary>
public sealed class TrySource(Outside outside, Ingest ingest, WireSettings settings, DataFolder data)
{
    /// <summary>How many files of a folder are looked at, the oldest.</summary>
    public const int MostFiles = 10;

    const int Shown = 10;

    public Task<Tried> Try(SourceForm form, Source? before, CancellationToken stop)
    {
        var source = new Source { Name = form.Name!, Zone = form.Zone!, Feed = form.IsFolder ? null : form.Feed, Folder = form.IsFolder ? form.StoredFolder(before) : null };
        return form.IsFolder ? TryFolder(source, stop) : TryFeed(source, stop);
    }

    async Task<Tried> TryFeed(Source source, CancellationToken stop)
    {
        try
        {
            var answer = await outside.Get(Ingest.AskingFor(source, settings), stop);
            if ((int)answer.Status is < 200 or >= 300) return Tried.Failed(SourceTrouble.Of(answer.Status));
            var document = ingest.Read(source, answer, stop);
            return Found([document], 1, [.. Ingest.OdditiesOf(document)], answer.MovedTo?.AbsoluteUri);
        }
        catch (OutsideException fault) { return Tried.Failed(SourceTrouble.Of(fault)); }
        catch (NewsFormatException refusal) { return Tried.Failed(SourceTrouble.Of(refusal)); }
    }

    async Task<Tried> TryFolder(Source source, CancellationToken stop)
    {
        var folder = new IntakeFolder(Path.Combine(data.Root, source.Folder!));
        if (!Path.Exists(folder.Path)) return Tried.NoFolder;
        try
        {
            var files = folder.Files().Where(file => !(file.Look?.Size > settings.LargestFile))
                .OrderBy(file => file.Look?.ChangedSecond).ThenBy(file => file.Look?.ChangedNano).ThenBy(file => file.Name, StringComparer.Ordinal).ToList();
            var (documents, refused) = (new List<NewsDocument>(), new List<SourceTrouble>());
            foreach (var (name, look) in files.Take(MostFiles))
            {
                var (document, trouble) = look is null ? (null, SourceTrouble.Of(TroubleKey.NameNotUtf8)) : await TryFile(source, folder, name, stop);
                if (document is not null) documents.Add(document);
                if (trouble is not null) refused.Add(trouble.In(IntakeFolder.Shown(name)));
            }
            return Found(documents, files.Count, [], null) with { Refused = refused };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { return Tried.Failed(SourceTrouble.OfFolder(failure, folder.Path)); }
    }

    /// <summary>What one file holds, or why it is not read; neither where it was taken meanwhile.</summary>
    async Task<(NewsDocument? Document, SourceTrouble? Trouble)> TryFile(Source source, IntakeFolder folder, string name, CancellationToken stop)
    {
        try
        {
            await using var content = folder.Open(name);
            return (await ingest.Read(source, content, stop), null);
        }
        catch (NewsFormatException refusal) { return (null, SourceTrouble.Of(refusal)); }
        catch (FileNotFoundException) { return (null, null); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { return (null, SourceTrouble.Of(TroubleKey.FileCannotBeRead).With(failure.Message)); }
    }

    static Tried Found(IReadOnlyList<NewsDocument> documents, int files, IReadOnlyList<Oddity> oddities, string? movedTo)
    {
        List<NewsItem> items = [.. documents.SelectMany(document => document.Items)];
        return new Tried(null, documents.Count > 0 ? documents[0].Format : null, items.Count, files,
            [.. items.Take(Shown).Select(item => new TriedItem(item.ShownHeadline(), item.Language, item.Type, NewsItemJson.Status(item.Status), item.Published, item.Pictures.Count))],
            oddities, movedTo);
    }
}
