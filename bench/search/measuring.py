"""Clocks, sizes, and lines of figures."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 4


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this process's CPU."""
    began = time.process_time()
    work()
    return time.process_time() - began


def typical(page: Callable[[str], object], asked: list[str]) -> float:
    """Milliseconds: the median over the queries of the best of some runs."""
    return 1000 * statistics.median(min(once(page, text) for _ in range(REPEATS)) for text in asked)


def once(page: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    page(text)
    return time.perf_counter() - began


def megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20


def private_megabytes() -> float:
    """Memory that this process wrote and shares with no other (Linux); mapped files belong to all."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1024


def tell(figure: str, ours: float, peer: str | None, theirs: float | None, unit: str) -> None:
    ratio = round(ours / theirs, 4) if theirs else None
    rounded = [round(value, 3) if value is not None else None for value in (ours, theirs)]
    print(json.dumps({"figure": f"search: {figure}", "ours": rounded[0], "peer": peer, "theirs": rounded[1],
                      "ratio": ratio, "unit": unit}), flush=True)
