namespace Broadsheet.Stories.Subjects;

/// <summary>Where readers find what is gathered under a topic or a writer.</summary>
public static class SubjectAddress
{
    public static string Of(SubjectKind kind, string slug) => $"/{Segment(kind)}/{Uri.EscapeDataString(slug)}";

    public static string Of(Subject subject) => Of(subject.Kind, subject.Slug);

    /// <summary>A storyline has no page of its own: it stands on the front page and beside its stories.</summary>
    static string Segment(SubjectKind kind) => kind switch
    {
        SubjectKind.Topic => "topic",
        SubjectKind.Writer => "writer",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Readers have no page of it."),
    };
}
