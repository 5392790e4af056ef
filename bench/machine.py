"""Where this was measured."""

import os
import platform
import tempfile
import time
from pathlib import Path
from statistics import median

_SYNCS = 50


def machine() -> list[str]:
    """Facts, a line each."""
    return [
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} at the start",
        f"a write waits {_sync() * 1000:.2f} ms for the disk (fdatasync, median of {_SYNCS})",
        "The load, the service and the database share these cores. Absolute figures are of this machine, at this "
        "hour; the ratios are of rounds run right after each other, and are what can be compared.",
    ]


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in told if line.startswith("model name")), platform.machine())


def _sync() -> float:
    each = []
    with tempfile.TemporaryFile() as file:
        for _ in range(_SYNCS):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            each.append(time.perf_counter() - began)
    return median(each)
