using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Broadsheet.Kit.Fetching;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Export;

/// <summary>
/// The paper as of one moment: each story as a page and as JSON, the pictures with who must be named, and every table as JSON
/// lines, so that nothing a room keeps is left behind. Left out is what opens accounts and what is only on its way.
/// </summary>
sealed class PaperExport(StorageSettings settings, DataFolder data, TimeProvider clock, HtmlEncoder? encoder = null)
{
    const int InOneFolder = 1000;
    const int AtOnce = 200;

    /// <summary>Keys, links that let somebody in, who is here just now, and what is on its way: worth nothing elsewhere, and not to be seen.</summary>
    public static readonly IReadOnlySet<string> LeftOut = Names("stored_keys", "sign_in_links", "preview_links", "ended_sessions", "story_visits", "deliveries", "outbox_events");
    public static readonly IReadOnlySet<string> SecretColumns = Names("password_hash", "security_stamp");

    /// <summary>Addresses that are written without their query, in which agencies have their keys.</summary>
    public static readonly IReadOnlySet<string> FeedAddresses = Names("feed", "moved_to");

    /// <summary>Tables of people, and the columns that elsewhere say which of them did it.</summary>
    public static readonly IReadOnlySet<string> People = Names("readers", "access_entries");
    public static readonly IReadOnlySet<string> WhoDidIt = Names("by", "changed_by", "editor_id", "made_by", "reader_id", "saved_by", "set_by");

    static readonly JsonSerializerOptions json = new(ArchiveJson.Options) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    readonly StoryHtml html = new(encoder ?? HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));

    /// <returns>The pictures that are not there.</returns>
    public async Task<IReadOnlyList<string>> Write(string folder, bool withPeople, BackupProgress progress, CancellationToken stop)
    {
        if (Path.Exists(folder) && !IsEmptyFolder(folder)) throw new ArchiveException($"{folder} is there already. An export is written into a new folder only.");
        await using var snapshot = await Snapshot.Open(settings, data, stop);
        var part = $"{folder.TrimEnd('/')}.{Guid.CreateVersion7():N}.part";
        // Readers' mail addresses lie in it.
        Directory.CreateDirectory(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var tables = StoredTable.Of(snapshot.Db).Where(table => !LeftOut.Contains(table.Name) && (withPeople || !People.Contains(table.Name))).Select(table => Shown(table, withPeople)).ToList();
            progress.Steps(await snapshot.CountRows(tables, stop) + await snapshot.Db.Stories.CountAsync(stop) + await snapshot.Db.Pictures.CountAsync(stop));
            foreach (var table in tables) await WriteTable(part, snapshot, table, progress, stop);
            await WriteStories(part, snapshot.Db, progress, stop);
            var missing = await WritePictures(part, snapshot.Db, progress, stop);
            await File.WriteAllTextAsync(Path.Combine(part, "README.txt"), Readme(withPeople), stop);
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(part, folder);
            return missing;
        }
        finally
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        }
    }

    static bool IsEmptyFolder(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    static StoredTable Shown(StoredTable table, bool withPeople) => table with { Columns = [.. table.Columns.Where(column => !SecretColumns.Contains(column.Name) && (withPeople || !WhoDidIt.Contains(column.Name)))] };

    static object? Shown(StoredColumn column, object? value) => value is string address && FeedAddresses.Contains(column.Name) ? Outside.Shown(new Uri(address, UriKind.RelativeOrAbsolute)) : value;

    static async Task WriteTable(string folder, Snapshot snapshot, StoredTable table, BackupProgress progress, CancellationToken stop)
    {
        await using var file = File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "data")).FullName, table.Name + ".jsonl"));
        await using var rows = new Utf8JsonWriter(file, ArchiveJson.Rows);
        await snapshot.ReadEach(table.Select, async row =>
        {
            rows.WriteStartObject();
            for (var at = 0; at < table.Columns.Count; at++)
            {
                rows.WritePropertyName(table.Columns[at].Name);
                ArchiveJson.Write(rows, Shown(table.Columns[at], table.Columns[at].Read(row, at, snapshot.IsSqlite)));
            }
            rows.WriteEndObject();
            await rows.FlushAsync(stop);
            file.WriteByte((byte)'\n');
            rows.Reset();
            progress.Done();
        }, stop);
    }

    /// <summary>A page and a JSON file each, a thousand in a folder, and lists that lead to them, newest first.</summary>
    async Task WriteStories(string folder, NewsroomDb db, BackupProgress progress, CancellationToken stop)
    {
        var paper = await db.Papers.AsNoTracking().SingleOrDefaultAsync(stop);
        var (language, name) = (paper?.Language ?? "en", paper?.Name ?? "");
        var (before, page) = (long.MaxValue, 0);
        while (true)
        {
            var stories = await ExportedStory.Before(db, before, AtOnce, stop);
            foreach (var story in stories)
            {
                var beside = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, FolderOf(story))).FullName, story.Number.ToString(CultureInfo.InvariantCulture));
                await using (var file = File.Create(beside + ".json")) await JsonSerializer.SerializeAsync(file, story, json, stop);
                await File.WriteAllTextAsync(beside + ".html", html.Page(story, language, name), stop);
                progress.Done();
            }
            var isLast = stories.Count < AtOnce;
            await File.WriteAllTextAsync(Path.Combine(folder, ListName(page)), html.List(stories, language, name, story => $"{FolderOf(story)}/{story.Number}.html", isLast ? null : ListName(page + 1)), stop);
            if (isLast) return;
            (before, page) = (stories[^1].Number, page + 1);
        }
    }

    static string FolderOf(ExportedStory story) => string.Create(CultureInfo.InvariantCulture, $"stories/{story.Number / InOneFolder}");

    static string ListName(int page) => page == 0 ? "index.html" : string.Create(CultureInfo.InvariantCulture, $"index-{page + 1}.html");

    async Task<IReadOnlyList<string>> WritePictures(string folder, NewsroomDb db, BackupProgress progress, CancellationToken stop)
    {
        var missing = new List<string>();
        var into = Directory.CreateDirectory(Path.Combine(folder, PictureFiles.Folder)).FullName;
        await foreach (var file in db.Pictures.Select(picture => picture.File).AsAsyncEnumerable().WithCancellation(stop))
        {
            var from = Path.Combine(data.Root, PictureFiles.Folder, file);
            if (File.Exists(from)) File.Copy(from, Path.Combine(into, file), overwrite: true);
            else missing.Add($"{PictureFiles.Folder}/{file}");
            progress.Done();
        }
        return missing;
    }

    static HashSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);

    const string WithoutPeople = """

        Left out as asked: the accounts of readers and staff with their names and mail addresses, and who wrote, changed or
        published what. Names that stand in the content itself are here: in bylines, on writers' pages, in texts and agencies'
        items, and in what a picture's file says of who took it, when and where.

        """;

    string Readme(bool withPeople) => string.Create(CultureInfo.InvariantCulture, $"""
        A newspaper's content, written on {clock.GetUtcNow():yyyy-MM-dd HH:mm} UTC by Broadsheet {BackUp.ProgramVersion}.

        index.html         all stories, newest first; open it in a browser
        stories/N/M.html   a story as a page
        stories/N/M.json   the same with all its revisions, what is a draft or withdrawn included
        pictures/          the pictures as they were sent; data/pictures.jsonl says who must be named with each
        data/*.jsonl       everything that is kept, a table a file, a JSON object a line, UTF-8; times are UTC.
                           wire_items.jsonl holds what agencies sent; its rights are theirs.

        Left out: passwords, keys, one-time links and links to drafts, what stands behind the ? in the
        addresses of feeds, where agencies have their keys, and mail that was on its way.

        """) + (withPeople ? "" : WithoutPeople);
}
