using System.Text.Json;

namespace Broadsheet.Desk.Inbox;

/// <summary>What the desk reads of an agency's item. Only the body is HTML, cleaned when it was read.</summary>
public sealed record AgencyText
{
    public string? Headline { get; init; }
    public string? Slugline { get; init; }
    public string? Byline { get; init; }
    public string? Dateline { get; init; }
    public string? Credit { get; init; }
    public string? Source { get; init; }
    public string? Provider { get; init; }
    public string? Language { get; init; }
    public string? EdNote { get; init; }
    public string? UsageTerms { get; init; }
    public string? CopyrightNotice { get; init; }
    public string? Description { get; init; }
    public string? BodyHtml { get; init; }
    public DateTimeOffset? Published { get; init; }
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public IReadOnlyList<AgencySubject> Subjects { get; init; } = [];
    public IReadOnlyList<AgencyPicture> Pictures { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IEnumerable<string> Topics => Subjects.Select(subject => subject.Name).OfType<string>().Concat(Keywords).Distinct(StringComparer.OrdinalIgnoreCase);

    public static AgencyText Of(string content) => JsonSerializer.Deserialize<AgencyText>(content, JsonSerializerOptions.Web)!;
}

public sealed record AgencySubject(string? Code, string? Name);

public sealed record AgencyPicture(string? Caption, string? Credit, string? UsageTerms);
