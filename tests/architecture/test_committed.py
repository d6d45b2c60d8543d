"""What is committed works anywhere: it names no machine's folders and no package registry."""

import re

from tests.architecture.code import committed, short

# Written in halves, so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        [
            "/wor" + "k/",
            "/t" + "mp/venv",
            "/ro" + "ot/",
            "/opt/" + "wheels",
            "/ho" + "me/",
            r"\.py" + "env",
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"npm" + r"js\.(?:org|com)",
            r"crates" + r"\.io",
            r"proxy\.go" + r"lang",
            r"maven" + r"\.org",
            r"debian" + r"\.org",
        ]
    )
)
BINARY = {".parquet", ".png", ".xlsx"}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{short(path)}:{number}: {line.strip()[:120]}"
        for path in committed()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert not found, "\n".join(found)


def test_text_ends_in_one_line_break() -> None:
    found = [
        short(path)
        for path in committed()
        if path.suffix in {".py", ".md", ".yaml", ".yml", ".toml"}
        and (text := path.read_text(encoding="utf-8"))
        and (not text.endswith("\n") or text.endswith("\n\n"))
    ]
    assert not found
