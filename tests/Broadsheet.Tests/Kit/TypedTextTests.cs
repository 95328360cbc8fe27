using Broadsheet.Kit;

namespace Broadsheet.Tests.Kit;

public sealed class TypedTextTests
{
    [Theory, InlineData("a\0b\uFFFEc\uFFFFd\uFDD0e\uFFFDf", "abcdef"), InlineData("  one\n two\t", "one two"), InlineData("\uD800x", "x"), InlineData("Wb\u202Eok\nto\u2066", "Wb\u202Eok\u202C to\u2066\u2069"), InlineData("\U0001FFFEx", "x")]
    public void What_no_database_and_no_page_can_hold_is_left_out(string typed, string kept) => Assert.Equal(kept, TypedText.Line(typed));

    [Theory, InlineData("plain", "plain"), InlineData("a\u202Eb", "a\u202Eb\u202C"), InlineData("\u2067a\u202Bb", "\u2067a\u202Bb\u202C\u2069"), InlineData("\u2067a\u2069b", "\u2067a\u2069b"), InlineData("\u202Ea\u202C", "\u202Ea\u202C")]
    public void What_turns_the_direction_ends_with_the_text(string text, string closed) => Assert.Equal(closed, TypedText.Closed(text));

    [Theory, InlineData("a\uFFFEé", "aé"), InlineData("e\u0301\uFFFE", "é")]
    public void Text_with_what_is_no_character_has_a_normal_form(string text, string normal) => Assert.Equal(normal, TypedText.Normal(text, System.Text.NormalizationForm.FormC));
}
