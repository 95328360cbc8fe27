using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Deleting;
using Broadsheet.Desk.Editing;
using Broadsheet.Desk.FrontPage;
using Broadsheet.Desk.Inbox;
using Broadsheet.Desk.Machine;
using Broadsheet.Desk.PaperItself;
using Broadsheet.Desk.People;
using Broadsheet.Desk.Pictures;
using Broadsheet.Desk.Publishing;
using Broadsheet.Desk.Schedule;
using Broadsheet.Desk.ShownOutside;
using Broadsheet.Desk.Subjects;
using Broadsheet.Desk.Taking;
using Broadsheet.Desk.Texts;
using Broadsheet.Desk.Together;
using Broadsheet.Desk.WireSources;
using Broadsheet.Storage.Outbox;

namespace Broadsheet.Desk;

/// <summary>The editors' work: inbox, editor, publishing, front page.</summary>
public static class DeskRoom
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services
        .AddScoped<InboxReading>()
        .AddScoped<StoryReading>().AddScoped<PeopleReading>().AddScoped<SourceReading>().AddScoped<PictureReading>().AddSingleton<PictureSentences>().AddScoped<Choosing>()
        .AddSingleton<SaveSubject>()
        .AddSingleton<SaveSource>().AddSingleton<TrySource>()
        .AddSingleton<TakeItem>().AddSingleton<TakeNewer>().AddSingleton<SaveStory>().AddSingleton<KeepWorkingCopy>().AddSingleton<Publishing.Publishing>().AddSingleton<PlaceOnFront>()
        .AddScoped<ConfirmPage>().AddSingleton<Scheduling>().AddSingleton<DeleteDraft>().AddSingleton<PreviewLinks>()
        .AddSingleton<StoryRoom>().AddNodeConsumer<StoryRoom>()
        .AddSingleton<WireStream>().AddNodeConsumer<WireStream>();

    /// <summary>Publishes at set times; only a serving process does that.</summary>
    public static IServiceCollection AddPublishingOnTime(this IServiceCollection services) => services
        .AddSingleton<OnTime>().AddHostedService(all => all.GetRequiredService<OnTime>())
        .AddNodeConsumer<OnTime>();

    public static void MapDesk(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapInbox();
        endpoints.MapPaper();
        endpoints.MapPeople();
        endpoints.MapEditing();
        endpoints.MapAgency();
        endpoints.MapWireSources();
        endpoints.MapPublishing();
        endpoints.MapSchedule();
        endpoints.MapDeleting();
        endpoints.MapPreview();
        endpoints.MapFront();
        endpoints.MapSubjects();
        endpoints.MapTextsDesk();
        endpoints.MapPictures();
        endpoints.MapChoosing();
        endpoints.MapMachine();
    }
}
