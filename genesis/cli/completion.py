"""Prints what makes a shell complete commands, options, documents, columns and paths of fields."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from genesis.cli.terminal.parser import one_of

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


def declare(parser: ArgumentParser) -> None:
    """What `genesis completion` takes."""
    parser.add_argument("shell", metavar="SHELL", type=one_of("SHELL", _SCRIPTS.keys), help="bash, zsh or fish")
    parser.add_argument("--line", metavar="TEXT", help="print what may stand at the end of this command line instead")


def run(options: Namespace) -> int:
    """Print the script; with ``--line`` one candidate a line."""
    if options.line is None:
        sys.stdout.write(_SCRIPTS[options.shell])
        return 0
    from genesis.cli.terminal.completing import completions

    sys.stdout.write("".join(f"{word}\n" for word in completions(options.line)))
    return 0
