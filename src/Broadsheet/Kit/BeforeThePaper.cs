namespace Broadsheet.Kit;

/// <summary>It answers also while the paper has not begun and readers are asked to come back later; so does every page of the desk.</summary>
public sealed record AnswersBeforeThePaperBegins;

public static class BeforeThePaper
{
    public static TBuilder BeforeThePaperBegins<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswersBeforeThePaperBegins());
}
