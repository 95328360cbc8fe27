using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace Broadsheet.Tests.Media;

/// <summary>Pictures as they come from cameras, agencies and people who mean no good.</summary>
static class Photographs
{
    public const string Serial = "SN-4711-SECRET";

    /// <summary>Sea below, sky above, a red boat at the left end.</summary>
    public static Image Scene(int width, int height)
    {
        using var sky = Image.Black(width, height).NewFromImage(90, 140, 200).Copy(interpretation: Enums.Interpretation.Srgb).Cast(Enums.BandFormat.Uchar);
        return sky.Mutate(scene =>
        {
            scene.DrawRect([40, 70, 90], 0, height / 2, width, height - (height / 2), fill: true);
            scene.DrawRect([200, 20, 20], 0, height / 3, width / 8, height / 3, fill: true);
        });
    }

    public static byte[] Jpeg(int width = 640, int height = 400, params byte[][] segments)
    {
        using var scene = Scene(width, height);
        return WithSegments(scene.JpegsaveBuffer(q: 85, keep: Enums.ForeignKeep.None), segments);
    }

    public static byte[] Png(int width = 640, int height = 400)
    {
        using var scene = Scene(width, height);
        return scene.PngsaveBuffer();
    }

    /// <summary>Red ink where nothing is transparent.</summary>
    public static byte[] Transparent()
    {
        using var scene = Scene(400, 250);
        using var alpha = Image.Black(400, 250);
        using var both = scene.Bandjoin(alpha);
        return both.PngsaveBuffer();
    }

    public static byte[] Cmyk()
    {
        using var scene = Scene(400, 250);
        using var inks = scene.Colourspace(Enums.Interpretation.Cmyk);
        return inks.JpegsaveBuffer();
    }

    public static byte[] Grey16()
    {
        using var scene = Scene(400, 250);
        using var grey = scene.Colourspace(Enums.Interpretation.Grey16);
        return grey.PngsaveBuffer();
    }

    /// <summary>Two frames, one below the other as vips has it.</summary>
    public static byte[] Moving()
    {
        using var first = Scene(300, 200);
        using var second = first.Invert();
        using var both = first.Join(second, Enums.Direction.Vertical);
        using var marked = both.Mutate(frames => frames.Set(GValue.GIntType, "page-height", 200));
        return marked.WebpsaveBuffer();
    }

    /// <summary>The head of a PNG that promises far more than is in it.</summary>
    public static byte[] Bomb()
    {
        var png = Png(16, 16);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 50_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 50_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }
        return ~sum;
    }

    public static byte[] WithSegments(byte[] jpeg, params byte[][] segments) => [.. jpeg[..2], .. segments.SelectMany(segment => segment), .. jpeg[2..]];

    /// <summary>EXIF as a camera writes it: where it was taken, the camera's number, and which side is up.</summary>
    public static byte[] Exif(int orientation = 1, string artist = "Ines Morrow", string description = "")
    {
        var exif = new TiffDirectory(0x8769).Text(0xA431, Serial).Text(0xA435, "LENS-" + Serial);
        var gps = new TiffDirectory(0x8825).Text(1, "N").Rationals(2, 59, 54, 30).Text(3, "E").Rationals(4, 10, 44, 20);
        var main = new TiffDirectory(0).Short(0x0112, orientation).Text(0x013B, artist);
        if (description.Length > 0) main.Text(0x010E, description);
        return Segment(0xE1, [.. "Exif\0\0"u8, .. TiffDirectory.Write(main, exif, gps)]);
    }

    /// <summary>IPTC as an agency writes it, in UTF-8.</summary>
    public static byte[] Iptc(string caption, string byline, string credit, string instructions)
    {
        byte[] records = [0x1C, 1, 90, 0, 3, 0x1B, 0x25, 0x47, .. Record(120, caption), .. Record(80, byline), .. Record(110, credit), .. Record(40, instructions)];
        byte[] block = [.. "8BIM"u8, 0x04, 0x04, 0, 0, .. BigEndian(records.Length), .. records, .. new byte[records.Length % 2]];
        return Segment(0xED, [.. "Photoshop 3.0\0"u8, .. block]);

        static byte[] Record(byte set, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return [0x1C, 2, set, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
        }

        static byte[] BigEndian(int number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            return bytes;
        }
    }

    public static byte[] Xmp(string alt, string terms) => Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes($"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:r="http://ns.adobe.com/xap/1.0/rights/">
        <i:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt></i:AltTextAccessibility>
        <r:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{terms}</rdf:li></rdf:Alt></r:UsageTerms>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """)]);

    static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A directory of TIFF, little-endian.</summary>
    sealed class TiffDirectory(ushort pointer)
    {
        readonly SortedDictionary<ushort, (ushort Type, int Count, byte[] Value)> entries = [];

        public TiffDirectory Short(ushort tag, int value)
        {
            entries[tag] = (3, 1, [(byte)value, (byte)(value >> 8)]);
            return this;
        }

        public TiffDirectory Text(ushort tag, string text)
        {
            var bytes = Encoding.ASCII.GetBytes(text + "\0");
            entries[tag] = (2, bytes.Length, bytes);
            return this;
        }

        public TiffDirectory Rationals(ushort tag, params int[] values)
        {
            entries[tag] = (5, values.Length, [.. values.SelectMany(value => BitConverter.GetBytes(value).Concat(BitConverter.GetBytes(1)))]);
            return this;
        }

        public static byte[] Write(TiffDirectory main, params TiffDirectory[] inside)
        {
            var written = new List<byte>([0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]);
            foreach (var directory in inside) main.entries[directory.Pointer] = (4, 1, new byte[4]);
            var at = 8 + main.Length;
            foreach (var directory in inside)
            {
                main.entries[directory.Pointer] = (4, 1, BitConverter.GetBytes(at));
                at += directory.Length;
            }
            main.WriteTo(written);
            foreach (var directory in inside) directory.WriteTo(written);
            return [.. written];
        }

        ushort Pointer => pointer;
        int Length => 2 + (entries.Count * 12) + 4 + entries.Values.Where(entry => entry.Value.Length > 4).Sum(entry => entry.Value.Length + (entry.Value.Length % 2));

        void WriteTo(List<byte> written)
        {
            var data = written.Count + 2 + (entries.Count * 12) + 4;
            var after = new List<byte>();
            written.AddRange(BitConverter.GetBytes((ushort)entries.Count));
            foreach (var (tag, (type, count, value)) in entries)
            {
                written.AddRange(BitConverter.GetBytes(tag));
                written.AddRange(BitConverter.GetBytes(type));
                written.AddRange(BitConverter.GetBytes(count));
                if (value.Length <= 4) written.AddRange(value.Concat(new byte[4 - value.Length]));
                else
                {
                    written.AddRange(BitConverter.GetBytes(data + after.Count));
                    after.AddRange(value.Concat(new byte[value.Length % 2]));
                }
            }
            written.AddRange(new byte[4]);
            written.AddRange(after);
        }
    }
}
