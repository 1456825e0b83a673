"""Characters of symbol fonts as Unicode, one for one, so that offsets never shift.

Word writes them as `w:sym w:char="F0B7"` or as private-use text U+F020–U+F0FF in a symbol font.
Sources: Adobe's Symbol encoding; the Unicode consortium's mapping of Wingdings (L2/12-368), with a
plainer look-alike where the exact character is missing from most fonts.
"""

from __future__ import annotations

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
)
_SYMBOL_END = "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_WINGDINGS = (
    " ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭📁📂📄🗏🗐🗄⌛⌨🖰🖲💻💾🖫🖬✇✍"
    "🖎✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐🏱✈☼💧❄✝✞🕈✠✡☪☯ॐ☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□🞐❑❒⬧⧫◆❖⬥⌧⮹⌘❀✿❝❞"
)
_WINGDINGS_HIGH = (
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
    "▪○⭘◯◉◎🔿▪◻🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←"
    "→↑↓↖↗↙↘🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂▭▫✗✓☒☑"
)


def _table(*stretches: tuple[int, str]) -> dict[int, str]:
    return {start + index: char for start, chars in stretches for index, char in enumerate(chars)}


_FONTS: dict[str, dict[int, str]] = {
    "symbol": _table((0x20, _SYMBOL), (0xA0, _SYMBOL_HIGH), (0xF1, _SYMBOL_END)),
    "wingdings": _table((0x20, _WINGDINGS), (0x80, _WINGDINGS_HIGH)),
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "•",
        0xA2: "■", 0xA3: "□", 0xAE: "◆", 0xB1: "✦", 0xDC: "✓",
    },
    "wingdings 3": {
        0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶",
        0x7C: "◀", 0x7D: "▶", 0x7E: "▲", 0x84: "◁", 0x85: "▷",
    },
    "webdings": {
        0x31: "▫", 0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x3C: "■", 0x61: "✓", 0x63: "☐",
        0x67: "■", 0x69: "ℹ", 0x6E: "●", 0x72: "✗", 0x73: "?", 0x97: "🚧",
    },
}
_FONTS["zapfdingbats"] = {0x33: "✓", 0x34: "✔", 0x37: "✗", 0x38: "✘", 0x6C: "●", 0x6E: "■", 0x75: "◆"}
_TRANSLATIONS = {
    font: {0xF000 + code: char for code, char in table.items()} for font, table in _FONTS.items()
}


def is_symbol_font(font: str) -> bool:
    """Whether the font draws pictures instead of the letters of its codes."""
    return font.lower() in _FONTS


def character(font: str, code: str) -> str:
    """The one character that `w:sym` of this font and hexadecimal code shows; U+FFFD for no number."""
    try:
        number = int(code, 16)
        plain = chr(number)
    except (ValueError, OverflowError):
        return "\N{REPLACEMENT CHARACTER}"
    table = _FONTS.get(font.lower())
    if table is None:
        return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= number <= 0xDFFF else plain
    return table.get(number & 0xFF if number >= 0xF000 else number, plain)


def translate(font: str, text: str) -> str:
    """Text of a run in a symbol font with its private-use characters mapped; same length."""
    return text.translate(_TRANSLATIONS[font.lower()])


def bullet(font: str, text: str) -> str:
    """A list bullet as Word shows it: private-use characters mapped even without a known font."""
    if is_symbol_font(font):
        table = _FONTS[font.lower()]
        return "".join(table.get(ord(char) & 0xFF, char) if 0xF000 <= ord(char) <= 0xF0FF else char
                       for char in text)
    return "".join("•" if 0xE000 <= ord(char) <= 0xF8FF else char for char in text)
