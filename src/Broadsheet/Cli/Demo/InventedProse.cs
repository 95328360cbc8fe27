using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Broadsheet.Stories;

namespace Broadsheet.Cli.Demo;

/// <summary>News of Merrin that never happened, put together from parts: dull to read, and like news in length, names and figures.</summary>
sealed class InventedProse(int seed, int at)
{
    static readonly string[] first = "Ada Asger Birte Carl Dagny Edvin Elin Finn Greta Hanne Ines Ivar Jon Karin Lars Lone Magnus Nils Oda Per Pia Ragna Signe Sven Tomas Tor Ulla Viggo Wanda Yrsa".Split(' ');
    static readonly string[] last = "Almquist Aske Brandt Dahl Ekwall Fenwick Grieve Hallam Holm Jessen Kvist Lund Marrick Morrow Norling Oakes Prell Quist Ravn Sandvik Tarrant Tveit Ulstad Voss Wren Ytre".Split(' ');
    static readonly string[] places = ["Merrin", "Aske Point", "Low Town", "Holm", "Velmark", "Netherhavn", "Sorrel Sound", "Great Skerry", "Candle Row", "Upper Lea", "Tornby", "Kestrel Bay"];
    static readonly string[] bodies = ["the harbour board", "the islands’ council", "the grid company", "the ferry line", "the growers’ union", "the hospital trust", "the school board", "the fisheries ministry", "the weather office", "the rescue service", "the theatre’s trustees", "the football league"];
    static readonly string[] things = ["tide gate", "night ferry", "cod quota", "school roof", "swimming hall", "fish market", "sea wall", "bus timetable", "water main", "lighthouse", "wind park", "concert hall", "mussel harvest", "winter road", "power cable", "village shop"];
    static readonly string[] acts = ["delays", "approves", "halves", "reopens", "counts the cost of", "defends", "withdraws", "repairs", "sells", "inspects", "votes on", "postpones", "extends", "questions"];
    static readonly string[] times = ["until the spring", "for a year", "before the winter", "by nine votes to six", "after a night of talks", "without a quarrel", "in the second reading", "against its own advice", "for the third time", "at half the price"];
    static readonly string[] agencies = ["Norra Wire", "Meridian", "Coastline"];
    static readonly string[] ends = ["A decision is due next month.", "Nobody at the meeting spoke against it.", "The papers can be read at the town hall.", "The vote will be repeated if a fifth of the members ask for it.", "It is the third such case in ten years.", "The figures were checked by the auditor."];

    // Not the framework's Random, whose row of numbers may be another in another version.
    ulong state = unchecked(((ulong)(uint)seed << 32) ^ (uint)at ^ 0x9E3779B97F4A7C15UL);

    ulong Next()
    {
        unchecked
        {
            var mixed = state += 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    public int OneOf(int count) => (int)(Next() % (ulong)Math.Max(1, count));

    T OneOf<T>(IReadOnlyList<T> all) => all[OneOf(all.Count)];

    public string Person => $"{OneOf(first)} {OneOf(last)}";

    StoryKind Kind => OneOf(12) switch { 0 => StoryKind.Opinion, 1 => StoryKind.Background, _ => StoryKind.News };

    public string Slugline => $"{OneOf(things).Split(' ')[^1]}-{OneOf(places).Split(' ')[0].ToLowerInvariant()}";

    /// <summary>As a UUID of version 7 is: of that time, and else of the seed.</summary>
    public Guid Id(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (Next() & 0x0FFF)));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000000000000000UL | (Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }

    public StoryText Text(int section, IReadOnlyList<long> pictures)
    {
        var (body, thing, place) = (OneOf(bodies), OneOf(things), OneOf(places));
        var staff = OneOf(3) > 0;
        return new StoryText
        {
            Kind = Kind,
            Headline = Capital($"{body} {OneOf(acts)} the {thing} {OneOf(times)}"),
            Standfirst = $"{Capital(OneOf(bodies))} had asked for {Money()}. {OneOf(ends)}",
            Byline = staff ? Person : "",
            Dateline = place,
            CreditLine = staff ? "" : OneOf(agencies),
            BodyHtml = Body(body, thing, place),
            SectionId = section,
            PictureNumber = pictures.Count > 0 && OneOf(3) == 0 ? OneOf(pictures) : null,
        };
    }

    string Body(string body, string thing, string place)
    {
        var html = new StringBuilder();
        var paragraphs = 4 + OneOf(9);
        for (var paragraph = 0; paragraph < paragraphs; paragraph++)
        {
            if (paragraph > 2 && OneOf(8) == 0) html.Append("<h2>").Append(Capital($"what the {OneOf(things)} has to do with it")).Append("</h2>");
            html.Append("<p>");
            var sentences = 2 + OneOf(4);
            for (var sentence = 0; sentence < sentences; sentence++) html.Append(sentence == 0 ? "" : " ").Append(Sentence(body, thing, place));
            html.Append("</p>");
        }
        return html.ToString();
    }

    string Sentence(string body, string thing, string place) => OneOf(9) switch
    {
        0 => $"{Capital(body)} {OneOf(acts)} the {thing} {OneOf(times)}, {Person} said in {place}.",
        1 => $"“{Capital(OneOf(bodies))} {OneOf(acts)} what it likes,” said {Person}, who lives in {OneOf(places)}. “We only hear of the {OneOf(things)} from the paper.”",
        2 => $"The {thing} cost {Money()} last year and is to cost {Money()} this year.",
        3 => $"Of {Number(40, 900)} people asked in {OneOf(places)}, {OneOf(100)} per cent were for it and the rest were at work.",
        4 => OneOf(ends),
        5 => $"{Person} of {OneOf(bodies)} had warned of it in a letter of {Number(2, 14)} pages.",
        6 => $"In {OneOf(places)} the {OneOf(things)} stood still for {Number(2, 30)} hours.",
        7 => $"{Capital(OneOf(bodies))} and {OneOf(bodies)} will meet in {OneOf(places)} to speak of the {thing}.",
        _ => $"It began with the {OneOf(things)}, in {OneOf(places)}, {Number(2, 60)} years ago.",
    };

    string Money() => OneOf(2) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Number(2, 90)}.{OneOf(10)} million crowns") : string.Create(CultureInfo.InvariantCulture, $"{Number(20, 990)},000 crowns");

    string Number(int from, int to) => (from + OneOf(to - from)).ToString(CultureInfo.InvariantCulture);

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
