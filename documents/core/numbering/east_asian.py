"""Counting with numerals and units, as Chinese, Japanese, Korean and Vietnamese write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MOST = 9_999
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_KOREAN_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_VIETNAMESE = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class Numerals:
    """Ten digits from zero, and the units of ten, a hundred and a thousand.

    `gap` stands for units left out between two others; `bare` says that one of a unit is the unit alone
    ("always"), at the beginning of ten to nineteen ("teens"), or never ("").
    """

    digits: str
    units: str
    gap: str = ""
    bare: str = "teens"

    def counted(self, value: int) -> str:
        """The number with its units; plain digits beyond 9,999."""
        if not 0 < value <= _MOST:
            return self.digits[0] if value == 0 else str(value)
        out, skipped = "", False
        for worth, unit in ((1000, self.units[2]), (100, self.units[1]), (10, self.units[0]), (1, "")):
            digit, value = divmod(value, worth)
            if digit:
                out += (self.gap if skipped and out else "") + self._with(digit, unit, first=not out)
                skipped = False
            else:
                skipped = True
        return out

    def _with(self, digit: int, unit: str, *, first: bool) -> str:
        is_bare = digit == 1 and unit and (
            self.bare == "always" or (self.bare == "teens" and first and unit == self.units[0]))
        return unit if is_bare else self.digits[digit] + unit

    def spelled(self, value: int) -> str:
        """The number digit by digit."""
        return "".join(self.digits[int(one)] for one in str(abs(value)))


CHINESE = Numerals("〇一二三四五六七八九", "十百千", gap="零")
CHINESE_LEGAL = Numerals("零壹贰叁肆伍陆柒捌玖", "拾佰仟", gap="零", bare="")
TRADITIONAL_LEGAL = Numerals("零壹貳參肆伍陸柒捌玖", "拾佰仟", gap="零", bare="")
JAPANESE = Numerals("〇一二三四五六七八九", "十百千", bare="always")
JAPANESE_LEGAL = Numerals("零壱弐参四伍六七八九", "拾百阡", bare="")
KOREAN = Numerals("영일이삼사오육칠팔구", "십백천", bare="always")
KOREAN_DIGITS = Numerals("零一二三四五六七八九", "十百千", bare="always")


def sexagenary(value: int) -> str:
    """甲子, 乙丑, … after sixty from the beginning."""
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value > 0 else str(value)


def korean_native(value: int) -> str:
    """하나, 둘, … 아흔아홉; digits beyond."""
    return _KOREAN_TENS[value // 10] + _KOREAN_ONES[value % 10] if 0 < value < 100 else str(value)


def vietnamese(value: int) -> str:
    """một, hai, … chín mươi chín; digits beyond."""
    if not 0 <= value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    if not tens:
        return _VIETNAMESE[ones]
    last = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _VIETNAMESE[ones])
    return f"{'mười' if tens == 1 else _VIETNAMESE[tens] + ' mươi'} {last}".strip()


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": CHINESE.counted,
    "chineseCountingThousand": CHINESE.counted,
    "taiwaneseCounting": CHINESE.counted,
    "taiwaneseCountingThousand": CHINESE.counted,
    "japaneseCounting": JAPANESE.counted,
    "koreanCounting": KOREAN.counted,
    "chineseLegalSimplified": CHINESE_LEGAL.counted,
    "ideographLegalTraditional": TRADITIONAL_LEGAL.counted,
    "japaneseLegal": JAPANESE_LEGAL.counted,
    "koreanLegal": korean_native,
    "ideographDigital": CHINESE.spelled,
    "japaneseDigitalTenThousand": CHINESE.spelled,
    "taiwaneseDigital": CHINESE.spelled,
    "koreanDigital": KOREAN.spelled,
    "koreanDigital2": KOREAN_DIGITS.spelled,
    "vietnameseCounting": vietnamese,
    "ideographZodiacTraditional": sexagenary,
}
