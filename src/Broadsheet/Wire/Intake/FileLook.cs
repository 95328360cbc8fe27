using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Broadsheet.Wire.Intake;

/// <summary>
/// What a look at a file tells: two equal looks mean that nothing happened in between. .NET does not show the inode,
/// without which a file replaced by one of the same size and time would go unseen; hence statx, the one such call whose
/// result is the same on every processor.
/// </summary>
sealed record FileLook(long Size, long ChangedSecond, uint ChangedNano, ulong Inode, ulong Device, bool IsFile)
{
    const int HereAndNow = -100, FollowNoLink = 0x100, TheHandleItself = 0x1000;
    const uint BasicFacts = 0x7ff;
    const ushort TypeBits = 0xF000, RegularFile = 0x8000;
    const int NoSuchFile = 2, NoSuchFolder = 20;

    /// <summary>Null where there is nothing of that name. A link is looked at, not followed.</summary>
    public static FileLook? At(string path) =>
        statx(HereAndNow, Encoding.UTF8.GetBytes(path + '\0'), FollowNoLink, BasicFacts, out var facts) == 0 ? Of(facts)
        : Marshal.GetLastPInvokeError() is NoSuchFile or NoSuchFolder ? null
        : throw Failure(path);

    public static FileLook At(SafeFileHandle open) =>
        statx(open.DangerousGetHandle().ToInt32(), [0], TheHandleItself, BasicFacts, out var facts) == 0 ? Of(facts) : throw Failure("an open file");

    static FileLook Of(in Facts facts) =>
        new((long)facts.Size, facts.ModifiedSecond, facts.ModifiedNano, facts.Inode, ((ulong)facts.DeviceMajor << 32) | facts.DeviceMinor, (facts.Mode & TypeBits) == RegularFile);

    static IOException Failure(string path) => new($"{path} cannot be looked at: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int statx(int folder, byte[] path, int flags, uint mask, out Facts facts);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct Facts
    {
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSecond;
        [FieldOffset(120)] public uint ModifiedNano;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
