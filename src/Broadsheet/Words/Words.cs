namespace Broadsheet.Words;

// Each class names one room's resource files: FrameWords.resx, FrameWords.de.resx.
public sealed class FrameWords;

public sealed class DeskWords;

public sealed class StoriesWords;

public sealed class WireWords;

public sealed class ReadersWords;
