"""Metafiles made for a test, and Word files that hold pictures of any kind."""

import io
import struct

import docx
from docx.shared import Mm
from PIL import Image


def emf(colour: int = 0x2040C0, *, width: int = 60, height: int = 30) -> bytes:
    """An EMF of so many millimetres with a filled rectangle on it; colours are blue, green, red."""
    box = (0, 0, width * 4, height * 4)
    records = [
        struct.pack("<6I", 39, 24, 1, 0, colour, 0),  # a solid brush, number 1
        struct.pack("<3I", 37, 12, 1),  # select it
        struct.pack("<2I4i", 43, 24, 0, 0, width * 2, height * 4),  # a rectangle: the left half
        struct.pack("<5I", 14, 20, 0, 16, 20),  # the end
    ]
    size = 88 + sum(map(len, records))
    head = struct.pack(
        "<2I4i4i4s3I2H3I2i2i", 1, 88, *box, 0, 0, width * 100, height * 100, b" EMF", 0x10000, size,
        len(records) + 1, 2, 0, 0, 0, 0, width * 4, height * 4, width, height,
    )
    return head + b"".join(records)


def png() -> bytes:
    """A small picture that browsers show."""
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "navy").save(out, "PNG")
    return out.getvalue()


def word_file(*pictures: bytes) -> bytes:
    """A Word file with these metafiles, each in a paragraph, as if Word had put them there."""
    made = docx.Document()
    for number, picture in enumerate(pictures):
        made.add_paragraph(f"Figure {number} shows the habitat.")
        # python-docx takes no metafiles: it is given a picture, and what it holds is swapped.
        holder = io.BytesIO()
        Image.new("RGB", (4, 4 + number)).save(holder, "PNG")
        shape = made.add_picture(io.BytesIO(holder.getvalue()), width=Mm(60), height=Mm(30))
        shape._inline.docPr.set("descr", f"The habitat, plan {number}")
        part = made.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        part._blob, part._content_type = picture, "image/x-emf"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
