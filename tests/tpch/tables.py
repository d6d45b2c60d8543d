"""The tables of TPC-H, made by the generator from its package."""

import subprocess
import sys
from pathlib import Path

TABLES = ("region", "nation", "supplier", "part", "partsupp", "customer", "orders", "lineitem")


def make_tables(folder: Path, scale: float) -> None:
    """Write every table to ``folder/TABLE.parquet``; scale 1 is 6 million lines of orders."""
    program = Path(sys.executable).with_name("tpchgen-cli")
    subprocess.run(
        [program, "parquet", "-s", str(scale), f"--output-dir={folder}"], check=True, capture_output=True, timeout=300
    )
