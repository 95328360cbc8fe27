using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Kit;

/// <summary>Tells what a form was filled with, so that nobody saves over what they did not see.</summary>
static class Seen
{
    public static string Of(params IEnumerable<string?> fields) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', fields))).AsSpan(0, 8));
}
