using System.Net;
using System.Security.Cryptography;
using Broadsheet.Kit.Fetching;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire.Intake;

/// <summary>Asks one feed once. What it is remembered to have sent is stored only after its items are: nothing is passed by.</summary>
sealed class FeedVisit(Source source, Outside outside, Ingest ingest, Sources sources, WireSettings settings, TimeProvider clock, ILogger<FeedIntake> log)
{
    const double Spread = 0.1;
    static readonly TimeSpan longestRest = TimeSpan.FromHours(6), goneRest = TimeSpan.FromDays(1), shortestRest = TimeSpan.FromMinutes(1);

    /// <summary>What stands where a file's name stands.</summary>
    string Name => Outside.Shown(new Uri(source.Feed!));

    public async Task Run(CancellationToken stop)
    {
        try
        {
            var answer = await outside.Get(Ingest.AskingFor(source, settings) with { ETag = source.ETag, LastModified = source.LastModified }, stop);
            await Take(answer, stop);
        }
        catch (OutsideException fault)
        {
            log.LogWarning("Source {SourceId}: {Fault}", source.Id, fault.Message);
            await Failed(SourceTrouble.Of(fault), null, stop);
        }
        catch (NewsFormatException refusal)
        {
            await Refused(refusal, stop);
        }
    }

    async Task Take(Answer answer, CancellationToken stop)
    {
        if (answer.Status == HttpStatusCode.NotModified)
        {
            await Succeeded(source.Oddities, answer, source.AnswerHash, stop);
            return;
        }
        if (answer.Status is < HttpStatusCode.OK or >= HttpStatusCode.MultipleChoices)
        {
            log.LogWarning("Source {SourceId}: {Address} answered {Status}", source.Id, Outside.Shown(answer.Address), (int)answer.Status);
            await Failed(TroubleOf(answer.Status), answer.Status == HttpStatusCode.Gone ? goneRest : answer.RetryAfter, stop);
            return;
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(answer.Body));
        if (hash == source.AnswerHash)
        {
            await Succeeded(source.Oddities, answer, hash, stop);
            return;
        }
        var document = ingest.Read(source, answer, stop);
        await ingest.Take(source, [new SentFile(Name, document)], stop);
        // Of a feed that broke off the rest is wanted at the next visit, not "nothing new".
        await Succeeded(Oddity.Write(Ingest.OdditiesOf(document)), document.IsWhole ? answer : answer with { ETag = null, LastModified = null }, document.IsWhole ? hash : null, stop);
    }

    /// <summary>With what follows from it for how the feed is asked.</summary>
    static SourceTrouble TroubleOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Gone => SourceTrouble.Of(status).And(SourceTrouble.Of(TroubleKey.AskedDaily)),
        HttpStatusCode.TooManyRequests => SourceTrouble.Of(status).And(SourceTrouble.Of(TroubleKey.LeftAlone)),
        _ => SourceTrouble.Of(status),
    };

    Task Succeeded(string oddities, Answer answer, string? hash, CancellationToken stop) => sources.Change(source.Id, known =>
    {
        var now = clock.GetUtcNow();
        known.LastSuccessAt = now;
        known.Failures = 0;
        known.DueAt = now + WithSpread(TimeSpan.FromSeconds(known.EverySeconds));
        if (known.Feed != source.Feed) return; // it was given another address meanwhile
        known.Oddities = oddities;
        known.AnswerHash = hash;
        known.MovedTo = answer.MovedTo?.AbsoluteUri;
        if (answer.Status == HttpStatusCode.NotModified && answer.ETag is null && answer.LastModified is null) return;
        known.ETag = answer.ETag;
        known.LastModified = answer.LastModified;
    }, stop);

    /// <summary>The same refusal at each visit is noted once.</summary>
    async Task Refused(NewsFormatException refusal, CancellationToken stop)
    {
        var trouble = SourceTrouble.Of(refusal);
        if (source.LastError != trouble.ToString() || source.Failures == 0) await ingest.Refuse(source, Name, trouble, stop);
        await Failed(trouble, null, stop);
    }

    public Task Failed(SourceTrouble trouble, TimeSpan? wanted, CancellationToken stop) => sources.Change(source.Id, known =>
    {
        var now = clock.GetUtcNow();
        known.LastErrorAt = now;
        known.LastError = trouble.ToString();
        known.Failures++;
        known.DueAt = now + WithSpread(Rest(known, wanted));
    }, stop);

    /// <summary>Twice as long each time, and never shorter than the other side asks for.</summary>
    static TimeSpan Rest(Source source, TimeSpan? wanted)
    {
        var growing = TimeSpan.FromSeconds(Math.Max(source.EverySeconds, shortestRest.TotalSeconds) * Math.Pow(2, Math.Min(source.Failures - 1, 12)));
        var longest = wanted > longestRest ? (wanted < goneRest ? wanted.Value : goneRest) : longestRest;
        var rest = growing < longestRest ? growing : longestRest;
        return wanted > rest ? (wanted.Value < longest ? wanted.Value : longest) : rest;
    }

    /// <summary>Feeds of one interval are not asked all at once, nor two papers at the same second for ever.</summary>
    static TimeSpan WithSpread(TimeSpan rest) => rest + (rest * (Random.Shared.NextDouble() * Spread));
}
