namespace Broadsheet.Stories.Subjects;

/// <summary>Where readers find what is gathered under a topic, a writer or a storyline.</summary>
public static class SubjectAddress
{
    public static string Of(SubjectKind kind, string slug) => $"/{Segment(kind)}/{Uri.EscapeDataString(slug)}";

    public static string Of(Subject subject) => Of(subject.Kind, subject.Slug);

    static string Segment(SubjectKind kind) => kind switch
    {
        SubjectKind.Topic => "topic",
        SubjectKind.Writer => "writer",
        _ => "storyline",
    };
}
