"""A small calculator for the palette: sums, products, powers and brackets, read as a tree and never run."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

LONGEST = 200
DEEPEST = 40
LARGEST_POWER = 64

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*", "（": "(", "）": ")", "，": ",", "^": "\n"})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def calculate(text: str) -> float | None:
    """Return the value of a sum such as "(120 + 98) × 0.5", "1,200 / 3", "5 % * 80" or "2^10".

    None where it is not a sum, divides by zero or grows without bounds: the reader is still typing.
    """
    if not text.strip() or len(text) > LONGEST:
        return None
    plain = _THOUSANDS.sub("", text.translate(_SIGNS).replace("\n", "**").strip())
    plain = _PERCENT.sub(r"(\1/100)", plain)
    try:
        value = _value(ast.parse(plain, mode="eval").body, 0)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return value if math.isfinite(value) else None


def _value(node: ast.expr, depth: int) -> float:
    if depth > DEEPEST:
        raise ValueError("Too deep.")
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return float(node.value)  # type: ignore[arg-type]  # the line above leaves numbers only
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        inner = _value(node.operand, depth + 1)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, depth + 1), _value(node.right, depth + 1)
        if isinstance(node.op, ast.Pow):
            return _power(left, right)
        if type(node.op) in _BINARY:
            return _BINARY[type(node.op)](left, right)
    raise ValueError("Not a sum.")


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > LARGEST_POWER:
        raise ValueError("Too large a power.")
    value = base**exponent
    if isinstance(value, complex):
        raise ValueError("Not a real number.")  # noqa: TRY004 - the reader's sum, not a wrong call
    return float(value)
