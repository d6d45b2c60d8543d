"""A project whose trackers are asked to run by every scheduler, and whose texts try to break out of what is generated."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from genesis.generated.derived import derive
from genesis.spec.project import open_project
from tests.cli.cinema import FILES

IMAGE: Final = "registry.example.com/trackers:1"
PROJECT: Final = f"""\
connections:
  files: {{engine: duckdb, files: definitions/data}}
destinations:
  google_sheets: {{credentials: "${{SHEETS_KEY}}"}}
workflows:
  airflow: {{}}
  argo: {{image: "{IMAGE}"}}
  cron: {{project: "/srv/the trackers"}}
  github: {{install: python -m pip install -r requirements.txt}}
  kubernetes: {{image: "{IMAGE}"}}
  maestro: {{image: "{IMAGE}"}}
"""
TRACKER: Final = """\
tracker: films
description: What came last.
input: films
owner: films@example.com
destination: {type: csv, path: out/films.csv}
schedule: {cron: "0 6 * * 1-5", timezone: America/Los_Angeles, retries: 3, timeout: 20 minutes, jitter: none}
"""
HOSTILE: Final = (
    "\"quoted\" 'quoted'",
    '"""\nimport os; os.system("id")\n"""',
    "{{ 7 * 7 }} {% for x in y %} {# no #}",
    "${{ secrets.SHEETS_KEY }} ${{ github.token }}",
    "$(id) `id` ; id && id | id > /tmp/x",
    "line\nschedule: never\n- cron: '* * * * *'",
    "# comment \\n \\ \\x41 %s %d %% {0}",
    "${SHEETS_KEY} $HOME ~",
    "</script> ]]> \u2028 \u0085 \u0007 \ufeff",
    "é 中 😀 \u202e",
    ": & * ! | > ' \" % @ ` - ? [ ] { } ,",
    "/etc/passwd.md",
    "x" * 20_000,
)


def generated(
    folder: Path, tracker: str = TRACKER, name: str = "films", others: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What is derived from a project with that tracker: text by path."""
    texts = {**FILES, "genesis.yaml": PROJECT, f"trackers/{name}.yaml": tracker, **(others or {})}
    if name != "films":
        del texts["trackers/films.yaml"]
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return {path: content.decode() for path, content in derive(open_project(folder)).contents.items()}


def hash_in(texts: Mapping[str, str], name: str = "films") -> str:
    """The hash that the lock has for a tracker."""
    return next(line.split()[1] for line in texts["genesis.lock"].splitlines() if line.startswith(f"{name} "))


def hostile(text: str) -> str:
    """The tracker with that text as its description and its owner."""
    import yaml

    quoted = yaml.safe_dump(text, default_style='"', width=10**9, allow_unicode=True).strip()
    return TRACKER.replace("What came last.", quoted).replace("films@example.com", quoted)


def named(name: str) -> str:
    """The tracker with a destination of that name."""
    import yaml

    # a node, not a value: a library of another test says how values are written
    node = yaml.ScalarNode("tag:yaml.org,2002:str", name, style='"')
    quoted = yaml.serialize(node, Dumper=yaml.SafeDumper, width=10**9, allow_unicode=True).strip()
    sheet = f"{{type: google_sheets, spreadsheet: {'a' * 44}, tab: Films, name: {quoted}}}"
    return TRACKER.replace("{type: csv, path: out/films.csv}", sheet)


def one_line(text: str) -> str:
    """What becomes of a description: one line of at most 500 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 500 else line[:499] + "…"
