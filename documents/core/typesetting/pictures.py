"""Pictures that the typesetting can take: what typst reads goes as it is, the rest is turned to PNG."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image

from documents.core.model import Media

MOST_PIXELS = 50_000_000
_AS_IS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_READABLE = (*_AS_IS, "BMP", "TIFF")


def printable(media: Media) -> tuple[str, bytes] | None:
    """The file ending and the bytes to print; None for a picture that cannot be read or is too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(media.data), formats=_READABLE)
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    if ending := _AS_IS.get(picture.format or ""):
        return ending, media.data
    out = BytesIO()
    picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG")
    return "png", out.getvalue()
