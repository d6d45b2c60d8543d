"""The checker of documents, checked."""

import pytest

from tests.readme.blocks import Command, FileBlock, Unnamed, matches, renewed, steps

DOCUMENT = """\
# Title

```sh
not run
```

```yaml
# inputs/a.yaml
input: a
```

Put this into `rows/t.csv`:

```csv
x
1
```

```console
$ genesis check
fine
$ genesis compile a
SELECT 1
```

```yaml
lost: 1
```
"""


def test_steps_are_found_in_order() -> None:
    found = list(steps(DOCUMENT))
    assert found[0] == FileBlock("inputs/a.yaml", "# inputs/a.yaml\ninput: a\n")
    assert found[1] == FileBlock("rows/t.csv", "x\n1\n")
    assert [(c.line, c.output) for c in found if isinstance(c, Command)] == [
        ("genesis check", "fine\n"),
        ("genesis compile a", "SELECT 1\n"),
    ]
    assert found[-1] == Unnamed("lost: 1\n")


def test_an_output_knows_its_place() -> None:
    for command in steps(DOCUMENT):
        if isinstance(command, Command):
            assert DOCUMENT[command.start : command.end] == command.output


@pytest.mark.parametrize(
    ("expected", "seen", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("", "", True),
        ("", "a\n", False),
        ("a\n...\n", "a\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("a\n...\nc\n", "a\nb\nd\n", False),
        ("...\n", "anything\n", True),
        ("3 rows in 0.4 s\n", "3 rows in 12 ms\n", True),
        ("3 rows in 0.4 s\n", "4 rows in 0.4 s\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_matching(expected: str, seen: str, *, same: bool) -> None:
    assert matches(expected, seen) is same


@pytest.mark.parametrize(
    ("expected", "seen", "shown"),
    [
        ("old\n", "a\nb\n", "a\nb\n"),
        ("old\n...\nend\n", "a\nb\nc\nd\n", "a\n...\nd\n"),
        ("old\n...\n", "a\nb\nc\n", "a\n...\n"),
        ("...\n", "a\nb\n", "...\n"),
        ("old\n...\nend\n", "a\n", "a\n"),
    ],
)
def test_renewing_keeps_the_gap(expected: str, seen: str, shown: str) -> None:
    assert renewed(expected, seen) == shown
