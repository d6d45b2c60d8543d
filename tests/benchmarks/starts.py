"""What a user waits for at every call: the help, a compile, the same compile again."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measuring import ENVIRONMENT, ROOT, Result, compare, genesis, middle, python

INPUTS = ("kids_catalogue", "genres_by_audience", "people_by_titles", "longest_movies", "directors_and_genres")
UNCACHED = "off"
BARE = """
import sys
from pathlib import Path
from sqlglot import parse_one
print(parse_one(Path(sys.argv[1]).read_text(), read="duckdb").sql("duckdb", pretty=True))
"""


def helped(runs: int) -> Iterator[Result]:
    """``--help``, of one command too, and ``--version``."""
    for words in (("--help",), ("--version",), ("compile", "--help")):
        pair = genesis(*words), python("-c", "import typer")
        yield compare("help", f"genesis {' '.join(words)}", 'python -c "import typer"', 1.3, pair, runs)


def cold(runs: int, names: Sequence[str] = INPUTS) -> Iterator[Result]:
    """A whole compile that nothing has been kept for: the middle of several inputs."""
    with TemporaryDirectory() as folder:
        yield middle([_cold(name, Path(folder, "sql"), runs) for name in names])


def _cold(name: str, file: Path, runs: int) -> Result:
    words = ("compile", name, "--dialect", "duckdb")
    file.write_bytes(_printed(*words))
    pair = genesis(*words, GENESIS_CACHE=UNCACHED), python("-c", BARE, str(file))
    return compare("cold", f"genesis compile, cold ({name})", "sqlglot alone parses and writes it", 1.25, pair, runs)


def repeated(runs: int) -> Iterator[Result]:
    """The same compile again, of unchanged files."""
    with TemporaryDirectory() as folder:
        words = ("compile", INPUTS[0], "--dialect", "duckdb")
        pair = genesis(*words, GENESIS_CACHE=folder), python("-c", "pass")
        yield compare("repeated", "genesis compile, files unchanged", "python -c pass", 4, pair, runs)


def _printed(*words: str) -> bytes:
    command = [sys.executable, "-c", "from genesis.cli.main import main; main()", *words]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True).stdout
