using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Reading;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.FrontPage;

/// <summary>Rank and order of the stories at the top of the front page. One story leads.</summary>
public sealed class PlaceOnFront(INewsroomWriter writer)
{
    public const int Lead = 1, Second = 2, Third = 3;

    /// <summary>Gives a story that rank, behind those that have it; null takes it off. False where there is no such published story.</summary>
    public Task<bool> Rank(long number, int? rank, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var places = await InOrder(db, stop);
        var own = places.Find(place => place.StoryNumber == number);
        if (rank is null && own is null) return true;
        if (rank is not null && !await db.Stories.AnyAsync(story => story.Number == number && story.State == StoryState.Published, stop)) return false;
        if (own?.Rank == rank) return true;

        if (own is not null) places.Remove(own);
        if (rank is null) db.FrontPlaces.Remove(own!);
        else
        {
            own ??= db.FrontPlaces.Add(new FrontPlace { StoryNumber = number, Rank = rank.Value, Order = 0 }).Entity;
            own.Rank = rank.Value;
            places.Insert(rank == Lead ? 0 : places.FindLastIndex(place => place.Rank <= rank) + 1, own);
            MakeRoom(db, places, own);
        }
        await Settle(db, places, stop);
        return true;
    }, stop);

    /// <summary>One place up or down. Past the first or last of its rank it takes the rank beside it.</summary>
    public Task Move(long number, int by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var places = await InOrder(db, stop);
        var at = places.FindIndex(place => place.StoryNumber == number);
        var to = at + Math.Sign(by);
        if (at < 0 || to < 0 || to >= places.Count) return;
        (places[at].Rank, places[to].Rank) = (places[to].Rank, places[at].Rank);
        (places[at], places[to]) = (places[to], places[at]);
        await Settle(db, places, stop);
    }, stop);

    static Task<List<FrontPlace>> InOrder(NewsroomDb db, CancellationToken stop) =>
        db.FrontPlaces.OrderBy(place => place.Rank).ThenBy(place => place.Order).ThenBy(place => place.StoryNumber).ToListAsync(stop);

    /// <summary>The last of the others falls off: it would be on no front page, and must not seem to be.</summary>
    static void MakeRoom(NewsroomDb db, List<FrontPlace> places, FrontPlace own)
    {
        while (places.Count > FrontPageView.MostAtTop)
        {
            var last = places.FindLastIndex(place => place != own);
            db.FrontPlaces.Remove(places[last]);
            places.RemoveAt(last);
        }
    }

    /// <summary>Who led before stands first of the second rank now; orders are counted anew.</summary>
    static async Task Settle(NewsroomDb db, List<FrontPlace> places, CancellationToken stop)
    {
        foreach (var former in places.Where(place => place.Rank == Lead).Skip(1)) former.Rank = Second;
        for (var order = 0; order < places.Count; order++) places[order].Order = order;
        db.Record(new FrontPageChanged());
        await db.SaveChangesAsync(stop);
    }
}
