"""Prints what makes a shell complete commands, options, documents, columns and paths of fields."""

import sys
from typing import Annotated, Final

from typer import Argument, Option

from genesis.cli.terminal.values import one_of

_SCRIPTS: Final = {
    "bash": """\
# in ~/.bashrc: source <(genesis completion bash)
_genesis() {
    local IFS=$'\\n'
    COMPREPLY=($(genesis completion bash --line="${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
}
complete -o default -F _genesis genesis
""",
    "zsh": """\
# in ~/.zshrc, after compinit: source <(genesis completion zsh)
_genesis() {
    local -a found
    found=(${(f)"$(genesis completion zsh --line="${(j: :)words[1,CURRENT]}" 2>/dev/null)"})
    compadd -- $found
}
compdef _genesis genesis
""",
    "fish": """\
# genesis completion fish > ~/.config/fish/completions/genesis.fish
complete -c genesis -f -a '(genesis completion fish --line=(commandline -cp) 2>/dev/null)'
""",
}


def run(
    shell: Annotated[str, Argument(metavar="SHELL", parser=one_of("SHELL", _SCRIPTS.keys), help="bash, zsh or fish")],
    line: Annotated[
        str | None, Option(metavar="TEXT", help="print what may stand at the end of this command line instead")
    ] = None,
) -> int:
    """Print the script; with ``--line`` one candidate a line."""
    if line is None:
        sys.stdout.write(_SCRIPTS[shell])
        return 0
    from genesis.cli.terminal.completing import completions

    sys.stdout.write("".join(f"{word}\n" for word in completions(line)))
    return 0
