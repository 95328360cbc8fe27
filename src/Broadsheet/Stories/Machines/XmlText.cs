using System.Globalization;
using System.Text;
using System.Xml;

namespace Broadsheet.Stories.Machines;

/// <summary>XML as text that says of itself what it is sent as.</summary>
static class XmlText
{
    public static string Of(Action<XmlWriter> write)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text))
        {
            xml.WriteStartDocument();
            write(xml);
        }
        return text.ToString();
    }

    /// <summary>Without what no XML document can hold.</summary>
    public static string Sound(string text) => text.All(XmlConvert.IsXmlChar) ? text
        : string.Concat(text.EnumerateRunes().Where(sign => sign.Value > char.MaxValue || XmlConvert.IsXmlChar((char)sign.Value)));

    sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}

/// <summary>Text for machines, sent as what it is.</summary>
sealed class Text(string type, string content) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = type + "; charset=utf-8";
        return httpContext.Response.WriteAsync(content, httpContext.RequestAborted);
    }
}
