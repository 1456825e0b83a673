"""A number in Word's number formats (ISO 29500-1 §17.18.59); an unknown format shows digits."""

from __future__ import annotations

from collections.abc import Callable

from documents.core.numbering import east_asian

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}
_CHICAGO = "*†‡§"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_GANADA = "가나다라마바사아자차카타파하"
_CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_THAI = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_HINDI_VOWELS = "अआइईउऊऋएऐओऔ"
_HINDI_CONSONANTS = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
_HEBREW_TENS, _HEBREW_HUNDREDS = "יכלמנסעפצ", "קרשת"


def number(value: int, name: str) -> str:
    """`value` as `name` ("lowerRoman", "custom:001, 002, 003, …") writes it."""
    if name.startswith("custom:"):
        return str(value).zfill(len(name.removeprefix("custom:").split(",")[0].strip()))
    return _FORMATS.get(name, str)(value)


def _roman(value: int) -> str:
    if not 0 < value < 32_768:
        return str(value)
    out = []
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        out.append(letters * times)
    return "".join(out)


def _repeated(alphabet: str) -> Callable[[int], str]:
    """a … z, aa, bb, …: Word repeats the letter instead of counting in base 26."""

    def shown(value: int) -> str:
        if value < 1:
            return str(value)
        times, index = divmod(value - 1, len(alphabet))
        return alphabet[index] * min(times + 1, 100)

    return shown


def _cyclic(alphabet: str) -> Callable[[int], str]:
    return lambda value: alphabet[(value - 1) % len(alphabet)] if value > 0 else str(value)


def _ordinal(value: int) -> str:
    teen = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _words(value: int) -> str:
    if value < 0 or value >= 1_000_000:
        return str(value)
    if value < 20:
        return _ONES[value]
    for worth, name in ((1000, "thousand"), (100, "hundred")):
        if value >= worth:
            high, low = divmod(value, worth)
            return f"{_words(high)} {name}" + (f" {_words(low)}" if low else "")
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def _ordinal_words(value: int) -> str:
    words = _words(value)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last.isdigit():
        return _ordinal(value)
    return words[:cut] + (_ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th"))


def _capital(shown: Callable[[int], str]) -> Callable[[int], str]:
    return lambda value: shown(value)[:1].upper() + shown(value)[1:]


def _enclosed(first: int, last: int) -> Callable[[int], str]:
    """Characters that hold a whole number, from 1; beyond them plain digits."""
    return lambda value: chr(first + value - 1) if 1 <= value <= last - first + 1 else str(value)


def _hebrew(value: int) -> str:
    """Letters by their worth, as in כ״ג without its mark; 15 and 16 are written 9 + 6 and 9 + 7."""
    if not 0 < value < 500:
        return str(value)
    hundreds, rest = divmod(value, 100)
    out = _HEBREW_HUNDREDS[hundreds - 1] if hundreds else ""
    if rest in (15, 16):
        return out + "ט" + _HEBREW[rest - 10]
    tens, ones = divmod(rest, 10)
    return out + (_HEBREW_TENS[tens - 1] if tens else "") + (_HEBREW[ones - 1] if ones else "")


def _digits_in(zero: str) -> Callable[[int], str]:
    return lambda value: "".join(chr(ord(zero) + int(digit)) if digit.isdigit() else digit
                                 for digit in str(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda value: f"{value:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerLetter": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "ordinal": _ordinal,
    "cardinalText": _capital(_words),
    "ordinalText": _capital(_ordinal_words),
    "hex": lambda value: f"{value:X}",
    "chicago": _repeated(_CHICAGO),
    "numberInDash": lambda value: f"- {value} -",
    "decimalEnclosedCircle": _enclosed(0x2460, 0x2473),
    "decimalEnclosedParen": _enclosed(0x2474, 0x2487),
    "decimalEnclosedFullstop": _enclosed(0x2488, 0x249B),
    "decimalFullWidth": _digits_in("０"),
    "decimalFullWidth2": _digits_in("０"),
    "ideographTraditional": _cyclic(_STEMS),
    "ideographZodiac": _cyclic(_BRANCHES),
    "ideographEnclosedCircle": _enclosed(0x3220, 0x3229),
    "aiueo": _cyclic(_AIUEO),
    "aiueoFullWidth": _cyclic(_AIUEO),
    "iroha": _cyclic(_IROHA),
    "irohaFullWidth": _cyclic(_IROHA),
    "ganada": _cyclic(_GANADA),
    "chosung": _cyclic(_CHOSUNG),
    "russianLower": _repeated(_RUSSIAN),
    "russianUpper": _repeated(_RUSSIAN.upper()),
    "hebrew2": _repeated(_HEBREW),
    "arabicAlpha": _repeated(_ARABIC),
    "arabicAbjad": _repeated(_ABJAD),
    "thaiLetters": _repeated(_THAI),
    "hindiVowels": _repeated(_HINDI_VOWELS),
    "thaiNumbers": _digits_in("๐"),
    "hindiNumbers": _digits_in("०"),
    "hindiConsonants": _repeated(_HINDI_CONSONANTS),
    "hebrew1": _hebrew,
    "decimalHalfWidth": str,
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 0x2473),
    **east_asian.FORMATS,
}
