"""Characters: a text in, what in it cannot be seen or looks like something else out, by code point."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    r"\ufeff\ufffe\uffff\ufff9-\ufffb]|(?<![\u0600-\u0dff])[\u200c\u200d]"
)
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ALIKE = {
    "CYRILLIC": set("АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухԁԛԝһ"),
    "GREEK": set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχ"),
}
"""Letters of other scripts that are drawn like Latin ones."""


def hidden(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each invisible or control character once, as its code point and name, and whether it turns the direction.

    >>> list(hidden("a\\u202eb"))
    [('U+202E RIGHT-TO-LEFT OVERRIDE', True)]
    """
    for char in dict.fromkeys(_HIDDEN.findall(text)):
        yield named(char), bool(_BIDI.match(char))


def mixed(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word of Latin letters that has look-alikes of another script, with these.

    >>> list(mixed("M\\u0456nsk"))
    [('Mіnsk', 'U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I')]
    """
    for word in dict.fromkeys(_WORD.findall(text)):
        if _LATIN.search(word):
            odd = [char for char in dict.fromkeys(word) for letters in _ALIKE.values() if char in letters]
            if odd:
                yield word, ", ".join(map(named, odd))


def composed(text: str) -> bool:
    """Tell whether a text is in Unicode Normalization Form C: RDF 1.1 Concepts 3.3.

    >>> composed("\\u00e9"), composed("e\\u0301")
    (True, False)
    """
    return unicodedata.is_normalized("NFC", text)


def named(char: str) -> str:
    """Return the code point of a character with its name.

    >>> named("a")
    'U+0061 LATIN SMALL LETTER A'
    """
    return f"U+{ord(char):04X} {unicodedata.name(char, '(control)')}"
