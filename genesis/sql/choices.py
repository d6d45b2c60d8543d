"""What a CASE compares."""

from genesis.model.expression import Call, Case, Expression, Literal


def compared(node: Case) -> tuple[Expression | None, tuple[Expression, ...]]:
    """The one value that all branches compare, and with what; ``None`` when there is none, or one branch only."""
    operands: list[Expression] = []
    constants: list[Expression] = []
    for condition, _ in node.branches:
        match condition:
            case Call(function="=", arguments=(operand, Literal() as constant)) if constant.value is not None:
                operands.append(operand)
                constants.append(constant)
            case _:
                return None, ()
    same = len(operands) > 1 and all(operand == operands[0] for operand in operands)
    return (operands[0], tuple(constants)) if same else (None, ())
