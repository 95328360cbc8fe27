#!/usr/bin/env python3
"""Makes the font files beside it. Needed only when a face changes; the files are kept.

Debian: apt-get install fonttools python3-brotli
npm install @fontsource-variable/stix-two-text@5.3.0 @fontsource-variable/archivo@5.3.0 \
  @fontsource-variable/noto-naskh-arabic@5.3.0 @fontsource-variable/noto-sans-arabic@5.3.0
Run where node_modules lies, with fontTools 4.38: make-fonts.py [TARGET FOLDER]"""
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FROM = "node_modules/@fontsource-variable/"
TO = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)

SKIP = {0xA4, 0xA6, 0xA8, 0xAA, 0xAC, 0xAD, 0xAF, 0xB8, 0xB9, 0xBA}
LATIN = {c for c in [*range(0x20, 0x7F), *range(0xA0, 0x100)] if c not in SKIP} | {
    0x131, 0x152, 0x153, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C,
    0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AC, 0x2192, 0x2212, 0x202F}
ITALIC = LATIN - {ord(c) for c in "{}|\\^`~<>#@+=[]_*¢¥§®±²³µ¶¼½¾×÷ÐðÞþ→−‹›"}
SANS = LATIN - {ord(c) for c in "¢¥²³µ¶¼½¾"}

# What the languages of Europe, Turkish and Vietnamese names apart, have beyond Latin-1: Latin Extended-A, and of B what
# Romanian, Azerbaijani, Croatian digraphs and Sámi need; with the marks that are set on letters.
EXTENDED = set(range(0x100, 0x180)) - LATIN | {
    0x18F, 0x192, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x1B7, *range(0x1CD, 0x1DD), *range(0x1E2, 0x1F0), *range(0x1FA, 0x200),
    *range(0x218, 0x21C), 0x237, 0x259, 0x292, 0x1E9E, *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3} | set(range(0x300, 0x30D)) | {0x323, 0x326, 0x327, 0x328}

# Modern Arabic with its vowel signs, the letters of Persian, Urdu and Kurdish, both rows of digits, and the punctuation that
# belongs to the script. The Latin letters within a line come from the Latin faces.
ARABIC = {0x60C, 0x61B, 0x61C, 0x61F, 0x640, *range(0x621, 0x63B), *range(0x641, 0x656), *range(0x660, 0x66E), 0x670, 0x671,
          0x679, 0x67E, 0x686, 0x688, 0x691, 0x695, 0x698, 0x6A4, 0x6A9, 0x6AF, 0x6B5, 0x6BA, 0x6BE, 0x6C0, 0x6C1, 0x6C2,
          0x6C3, 0x6C6, 0x6CC, 0x6CE, 0x6D2, 0x6D3, 0x6D4, 0x6D5, *range(0x6F0, 0x6FA), 0x200C, 0x200D, 0x200E, 0x200F, 0x25CC}

FEATURES = ["kern", "liga", "mark", "ccmp", "locl", "tnum", "lnum"]
ARABIC_FEATURES = [*FEATURES, "init", "medi", "fina", "isol", "rlig", "mkmk", "curs", "calt", "dlig"]


def reopened(font):
    out = BytesIO()
    font.flavor = None
    font.save(out)
    out.seek(0)
    return TTFont(out, lazy=False)


def make(source, target, axes, letters, features=FEATURES):
    font = reopened(TTFont(FROM + source))
    font = reopened(instancer.instantiateVariableFont(font, axes))
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17, 25]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TO / target)
    print(f"{target}: {(TO / target).stat().st_size} bytes, {len(font.getBestCmap())} characters")


STIX, ARCHIVO = "stix-two-text/files/stix-two-text", "archivo/files/archivo"
make(f"{STIX}-latin-wght-normal.woff2", "stix-two-text-latin.woff2", {"wght": (400, 700)}, LATIN)
make(f"{STIX}-latin-wght-italic.woff2", "stix-two-text-latin-italic.woff2", {"wght": 400}, ITALIC)
make(f"{ARCHIVO}-latin-standard-normal.woff2", "archivo-latin.woff2", {"wdth": 88, "wght": 530}, SANS)
make(f"{STIX}-latin-ext-wght-normal.woff2", "stix-two-text-latin-ext.woff2", {"wght": (400, 700)}, EXTENDED)
make(f"{STIX}-latin-ext-wght-italic.woff2", "stix-two-text-latin-ext-italic.woff2", {"wght": 400}, EXTENDED)
make(f"{ARCHIVO}-latin-ext-standard-normal.woff2", "archivo-latin-ext.woff2", {"wdth": 88, "wght": 530}, EXTENDED)
make("noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2", "noto-naskh-arabic.woff2", {"wght": (400, 700)}, ARABIC, ARABIC_FEATURES)
make("noto-sans-arabic/files/noto-sans-arabic-arabic-standard-normal.woff2", "noto-sans-arabic.woff2", {"wdth": 88, "wght": 500}, ARABIC, ARABIC_FEATURES)
