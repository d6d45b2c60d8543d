"""Shows what a change of definitions changes in trackers, why, and for whom."""

import os
import sys
from typing import Annotated, Final

from typer import Argument, Context, Option

from genesis.cli.terminal import exits
from genesis.cli.terminal.common import common
from genesis.cli.terminal.outputs import Output, Outputs, outputs, write_output
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import colored
from genesis.cli.terminal.values import formats, one_of
from genesis.diagnostics import fail
from genesis.review.formats import formats as renderings
from genesis.review.published import review_published
from genesis.review.report import Review
from genesis.review.reviewing import REFUSABLE, Wanted, review
from genesis.review.running import with_results
from genesis.review.states import ends
from genesis.spec.project import ProjectFiles

_read_against: Final = one_of("--against", lambda: ("published",))
_read_refused: Final = one_of("--fail-on", lambda: REFUSABLE)

Named = Annotated[list[str] | None, Argument(metavar="TRACKER", help="a tracker's name, or its file (default: all)")]
Owner = Annotated[str | None, Option(metavar="WHO", help="every tracker of this owner")]
Base = Annotated[
    str | None, Option(metavar="REF", help="compare with where this parted from REF (default: the main branch)")
]
Head = Annotated[str | None, Option(metavar="REF", help="review this commit, and not the files here")]
Against = Annotated[
    str | None, Option(metavar="published", parser=_read_against, help="compare with what was last refreshed")
]
Elsewhere = Annotated[
    str | None, Option("--data", metavar="C", help="run both sides there, and show which rows and cells change")
]
Refused = Annotated[
    list[str] | None,
    Option(
        metavar="CATEGORY", parser=_read_refused, help=f"end with 1 when a tracker changes so: {', '.join(REFUSABLE)}"
    ),
]


def run(
    context: Context,
    named: Named = None,
    owner: Owner = None,
    base: Base = None,
    head: Head = None,
    against: Against = None,
    connection: Elsewhere = None,
    fail_on: Refused = None,
    form: Annotated[str, formats(renderings.names)] = "text",
    output: Outputs = None,
) -> int:
    """Print the review. 1: a tracker no longer compiles, or changes as `--fail-on` says; 4: `--data` cannot be run."""
    said = common(context)
    others = outputs(output, renderings.names)
    files = project(said).files
    refuse = tuple(map(_read_refused, fail_on or ()))
    if against:
        _check_alone(base, head, connection)
        found = _published(files, named or [], owner or "", refuse)
    else:
        two = ends(files, base, head, os.environ)
        names = tuple(_named(two.base, two.head, word) for word in named or ())
        found = review(two, Wanted(names, owner or "", refuse))
        found = with_results(found, two, connection, os.environ) if connection is not None else found
    if owner and not found.total:
        raise fail("G901", None, f"`{owner}` owns no tracker", "`genesis status` lists trackers with their owners")
    _write(found, others)
    sys.stdout.write(renderings.rendering(form)(found, color=colored(sys.stdout, refused=said.no_color)))
    return _exit_code(found)


def _write(found: Review, others: tuple[Output, ...]) -> None:
    for one in others:
        write_output(one.path, renderings.rendering(one.form)(found))


def _exit_code(found: Review) -> int:
    unrun = any(one.result is not None and one.result.failed for one in found.trackers)
    return max(exits.OUTSIDE if unrun else exits.FINE, exits.MISTAKES if found.failed else exits.FINE)


def _published(files: ProjectFiles, words: list[str], owner: str, refuse: tuple[str, ...]) -> Review:
    names = tuple(document(files, "tracker", word) for word in words)
    for name in names:
        files.path("tracker", name)
    return review_published(files, Wanted(names, owner, refuse), os.environ)


def _check_alone(base: str | None, head: str | None, connection: str | None) -> None:
    """G901 where what was published is to be compared with two things at once."""
    given = [name for name, value in (("--base", base), ("--head", head), ("--data", connection)) if value is not None]
    if given:
        message = f"`--against published` has its own base: `{given[0]}` has nothing to say"
        raise fail("G901", None, message, "leave one of them out; `genesis plan` shows rows against a tracker")


def _named(base: ProjectFiles, head: ProjectFiles, word: str) -> str:
    """The name of a tracker of either side; G101 when there is none."""
    if "/" in word or word.endswith((".yaml", ".yml")):
        return document(head, "tracker", word)
    if not base.has("tracker", word):
        head.path("tracker", word)
    return word
