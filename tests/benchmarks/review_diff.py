"""How long a review takes, against compiling the trackers that change twice.

``python tests/benchmarks/review_diff.py`` makes a project of 1,000 trackers in a git repository, changes one field that
300 of them show, and reviews it with nothing read or compiled before. The bar is 1.3 times the
processor time that it takes to compile those 300 trackers on both sides.
"""

import gc
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from genesis.generated.compiled import compiled_tracker  # noqa: E402
from genesis.review.reviewing import Wanted, review  # noqa: E402
from genesis.review.states import ends  # noqa: E402
from genesis.spec.project import open_project  # noqa: E402

BAR = 1.3
TRACKERS, HIT, ROUNDS = 1000, 300, 5
FAMILIES = 12

PRODUCTION = """\
source: {family}
table: studio.{family}
key: {family}_id
fields:
  {family}_id: integer
  title: {{type: string, label: Title}}
  state: {{type: string, values: {{p: Planned, s: Shooting, d: Done}}, format: labels}}
  started: {{type: date, format: {{date: d MMM yyyy}}}}
  budget: {{type: "decimal(18,2)", format: {{currency: USD}}}}
  spent: "decimal(18,2)"
  studio_id: integer
  lead_id: integer
  status: {{sql: "case when spent > budget then 'over' when spent > 0 then 'under' else 'none' end"}}
  share: {{sql: "spent / budget", format: {{percent: 1}}}}
  cost_each: {{rollup: {{field: tasks_{family}.cost, sum: true}}}}
joins:
  studio: {{to: studio, on: studio_id, reverse: {family}s}}
  lead: {{to: person, on: {{lead_id: person_id}}, reverse: leads_{family}}}
measures:
  spend: {{sum: spent}}
  over: {{count: rows, where: "spent > budget"}}
  over_share: {{ratio: [over, count]}}
"""
TASK = """\
source: task_{family}
table: studio.task_{family}
key: task_id
fields:
  task_id: integer
  {family}_id: integer
  person_id: integer
  cost: "decimal(18,2)"
  status: string
joins:
  {family}: {{to: {family}, on: {family}_id, reverse: tasks_{family}}}
  person: {{to: person, on: person_id, reverse: tasks_of_{family}}}
"""
SHARED = {
    "studio": "source: studio\ntable: studio.studio\nkey: studio_id\nfields: {studio_id: integer, name: string, city: string}\n",
    "person": "source: person\ntable: studio.person\nkey: person_id\nfields: {person_id: integer, name: string, status: string}\n",
}
INPUT = """\
input: i{number}
source: {family}
fields:
  - title
  - state
  - started
  - {{field: studio.name, as: studio}}
  - {{field: lead.name, as: lead}}
  - budget
  - share
  - {{field: tasks_{family}.person.name, list: true, as: team}}
  - cost_each
{status}filters:
  - started: {{gte: 2020-01-01}}
  - {{sql: "budget > {number}"}}
sort: [-started]
"""
BEFORE, AFTER = "'under' else 'none'", "'within' else 'none'"


def write(root: Path) -> None:
    """The project: twelve families of sources; three trackers in ten show ``film.status``, others show what lies beside it."""
    families = ["film", *(f"kind{number}" for number in range(1, FAMILIES))]
    files = {
        "genesis.yaml": "connections:\n  demo: {engine: duckdb, files: definitions/data}\ndefault_connection: demo\n"
    }
    for family in families:
        files[f"definitions/{family}.yaml"] = PRODUCTION.format(family=family)
        files[f"definitions/task_{family}.yaml"] = TASK.format(family=family)
    files |= {f"definitions/{name}.yaml": text for name, text in SHARED.items()}
    for number in range(TRACKERS):
        hit = number < HIT
        family = "film" if number < HIT + 200 else families[1 + number % (FAMILIES - 1)]
        shown = "  - status\n" if hit or family != "film" else ""
        files[f"inputs/i{number}.yaml"] = INPUT.format(number=number, family=family, status=shown)
        files[f"trackers/t{number}.yaml"] = (
            f"tracker: t{number}\ninput: i{number}\nowner: o{number % 20}@example.com\ndestination: {{type: csv, path: out/{number}.csv}}\n"
        )
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def git(root: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", "-c", "user.name=b", "-c", "user.email=b@example.com", *words], cwd=root, check=True)


def used() -> float:
    """Seconds of processor time of this process and of those that it ran (git), so that a busy machine changes little."""
    return sum(os.times()[:4])


def compile_twice(root: Path) -> float:
    """The seconds that it takes to compile the trackers that change, in two projects of which nothing was read."""
    began = used()
    for _ in range(2):
        files = open_project(root)
        for number in range(HIT):
            compiled_tracker(files, f"t{number}")
    return used() - began


def look(root: Path) -> float:
    """The seconds of a review."""
    began = used()
    found = review(ends(open_project(root), "HEAD", None, os.environ), Wanted())
    seconds = used() - began
    assert [(one.category, len(one.causes)) for one in found.trackers] == [("columns", 1)] * HIT
    assert [(cause.subject, len(cause.trackers)) for cause in found.causes] == [("film.status", HIT)]
    return seconds


def main() -> int:
    """Print the ratio of the medians; 1 beyond the bar."""
    gc.set_threshold(150_000)  # as on the command line
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root)
        git(root, "init", "--quiet", "--initial-branch", "main")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "first")
        film = root / "definitions" / "film.yaml"
        film.write_text(film.read_text(encoding="utf-8").replace(BEFORE, AFTER), encoding="utf-8")
        compile_twice(root)
        twice, looked = [], []
        for _ in range(ROUNDS):
            twice.append(compile_twice(root))
            looked.append(look(root))
    ratio = median(looked) / median(twice)
    print(f"{HIT} trackers compiled twice {median(twice):.2f} s, review of {TRACKERS} {median(looked):.2f} s")
    print(f"ratio {ratio:.2f} (bar {BAR})")
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
