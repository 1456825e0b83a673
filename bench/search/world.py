"""Real prose as items: texts of the shared folder, paragraphs of many documents with comments on them."""

import html
import json
import os
import random
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from whoosh.lang.stopwords import stoplists

from search.core import analysis
from search.core.items import OPEN, Item

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[3] / "shared"))
PER_DOCUMENT = 100
SEED = 2016


def prose() -> list[str]:
    """Distinct paragraphs of the revision data and of the Word files."""
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is missing: set DRAFTROOM_SHARED")
    texts: dict[str, None] = {}
    for path in sorted(SHARED.glob("revisions/*/*.json")):
        texts |= dict.fromkeys(block[1] for block in json.loads(path.read_text())["pool"])
    for path in sorted(SHARED.glob("corpus/**/*.docx")):
        texts |= dict.fromkeys(_paragraphs(path))
    return [text for text in texts if len(text) > 20]


def _paragraphs(path: Path) -> Iterator[str]:
    try:
        xml = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, flags=re.DOTALL):
        yield html.unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph))).strip()


def items(size: int, texts: list[str]) -> list[Item]:
    """So many items, 80 % paragraphs and 20 % comments, a hundred to a document.

    Beyond the distinct texts there are, they come again as those of other documents.
    """
    dice = random.Random(SEED)
    made = []
    for n in range(size):
        document, kind = n // PER_DOCUMENT, "comment" if n % 5 == 0 else "text"
        made.append(Item(f"{kind}:{n}", kind, document, f"document:{document}", texts[n % len(texts)],
                         agency=dice.choice(["ESA", "NASA", "JAXA", ""]), date=n))
    return made


def versions() -> tuple[list[Item], list[Item]]:
    """Ten real versions each of a dozen documents: as stored, and as items for versions in a row."""
    stored, distinct = [], []
    for document, path in enumerate(sorted(SHARED.glob("revisions/series/*.json"))):
        data = json.loads(path.read_text())
        texts = [block[1] for block in data["pool"]]
        running: dict[int, int] = {}
        numbered = [*enumerate((version["blocks"] for version in data["versions"]), 1), (0, [])]
        for number, blocks in numbered:
            for block in set(running) - set(blocks):
                last = OPEN if not number else number - 1
                distinct.append(_text(document, block, texts[block], running.pop(block), last))
            for block in blocks:
                running.setdefault(block, number)
            stored += [_text(document, n, texts[block], number, number) for n, block in enumerate(blocks)]
    return stored, distinct


def _text(document: int, block: int, text: str, first: int, last: int) -> Item:
    return Item(f"block:{document}:{block}:{first}", "text", document, f"document:{document}", text,
                first_version=first, last_version=last)


def queries(rows: list[Item]) -> dict[str, list[str]]:
    """Words by how many items hold them, three words and four words in a row of one item, beginnings."""
    dice = random.Random(SEED)
    sample = rows if len(rows) <= 100_000 else dice.sample(rows, 100_000)
    words = [[token.exact for token in analysis.tokens(row.text) if token.exact.isascii()] for row in sample]
    counts = Counter(word for row in words for word in set(row)
                     if word.isalpha() and len(word) > 3 and word not in stoplists["en"])
    size = len(sample)
    known = [row for row in words if len(row) > 12]
    threes = [sorted({word for word in row if word.isalpha()}) for row in dice.sample(known, 60)]
    return {
        "middling word": some(dice, [w for w, n in counts.items() if size / 1000 < n < size / 100], 30),
        "common word": [word for word, _ in counts.most_common(8)],
        "three words": [" ".join(dice.sample(row, 3)) for row in threes if len(row) > 3][:30],
        "phrase": [f'"{" ".join(row[3:7])}"' for row in dice.sample(known, 30)],
        "beginning": [f"{word[:5]}*" for word in some(dice, [w for w in counts if len(w) > 7], 15)],
    }


def some(dice: random.Random, words: list[str], count: int) -> list[str]:
    return dice.sample(words, min(count, len(words)))
