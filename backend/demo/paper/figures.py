"""The paper's figures, drawn by typst from `figures/*.typ` for one version."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "figures"
PIXELS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A PNG and its size in pixels at `PIXELS_PER_INCH`."""

    data: bytes
    width: int
    height: int


@cache
def figure(key: str, version: int) -> Figure:
    """Figure `key` as it is drawn in `version`."""
    source = (FOLDER / "_style.typ").read_bytes() + (FOLDER / f"{key}.typ").read_bytes()
    data = typst.compile(
        source,
        format="png",
        ppi=PIXELS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"version": str(version)},
    )
    width, height = struct.unpack(">II", data[16:24])
    return Figure(data, width, height)
