"""Shows what a change of definitions changes in trackers, why, and for whom."""

import os
import sys
from typing import Annotated

from typer import Argument, Context, Option

from genesis.cli.terminal import exits
from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import colored
from genesis.cli.terminal.values import formats, one_of
from genesis.diagnostics import fail
from genesis.review.formats import formats as renderings
from genesis.review.reviewing import REFUSABLE, Wanted, review
from genesis.review.states import ends
from genesis.spec.project import ProjectFiles


def run(
    context: Context,
    named: Annotated[list[str] | None, Argument(metavar="TRACKER", help="a tracker's name, or its file")] = None,
    owner: Annotated[str | None, Option(metavar="WHO", help="every tracker of this owner")] = None,
    base: Annotated[
        str | None, Option(metavar="REF", help="compare with where this parted from REF (default: the main branch)")
    ] = None,
    head: Annotated[str | None, Option(metavar="REF", help="compare this commit, and not the files here")] = None,
    fail_on: Annotated[
        list[str] | None,
        Option(
            metavar="CATEGORY",
            parser=one_of("--fail-on", lambda: REFUSABLE),
            help="end with 1 when a tracker changes so",
        ),
    ] = None,
    form: Annotated[str, formats(renderings.names)] = "text",
) -> int:
    """Print the review; 1 where a tracker no longer compiles, or changes in a way that `--fail-on` names."""
    said = common(context)
    files = project(said).files
    two = ends(files, base, head, os.environ)
    names = tuple(_named(two.base, two.head, word) for word in named or ())
    found = review(two, Wanted(names, owner or "", tuple(fail_on or ())))
    sys.stdout.write(renderings.rendering(form)(found, color=colored(sys.stdout, refused=said.no_color)))
    return exits.MISTAKES if found.failed else exits.FINE


def _named(base: ProjectFiles, head: ProjectFiles, word: str) -> str:
    """The name of a tracker of either side."""
    if "/" in word or word.endswith((".yaml", ".yml")):
        return document(head, "tracker", word)
    if not base.has("tracker", word) and not head.has("tracker", word):
        head.path("tracker", word)
        raise fail("G101", None, f"there is no tracker `{word}`")
    return word
