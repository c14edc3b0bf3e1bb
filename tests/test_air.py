"""How dense the code is: syntax for each line and statement, conditional expressions, long functions.

What is counted is what a reader has to hold in mind at one look. `extract` is measured on its own:
it is still to be rebuilt.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "eo_tracker"
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# What the code may have at most. Lower a limit when the code allows it; never raise one.
NODES_PER_LINE = 8.0
NODES_PER_LINE_OF_A_MODULE = 9.5
NODES_PER_STATEMENT = {95: 27, 99: 45}
CONDITIONAL_EXPRESSIONS_PER_1000_LINES = 15
LONGEST_FUNCTION = 45
LONG_FUNCTION, LONG_FUNCTIONS_PER_100 = 25, 6
COMPLEX, MOST_COMPLEX, COMPLEX_BLOCKS = 11, 20, 12
OF_EXTRACT = {"nodes per line": 9.2, "conditional expressions": 48, "longest function": 53}


class Module:
    """One parsed file."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(PACKAGE).as_posix()
        self.source = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.source)
        self.nodes = list(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        """Lines with code: no blank lines, comments or docstrings."""
        docstrings: set[int] = set()
        for node in self.nodes:
            if isinstance(node, ast.Expr) and is_docstring(node):
                docstrings.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        numbered = enumerate(self.source.splitlines(), 1)
        return sum(
            1
            for number, line in numbered
            if line.strip() and not line.strip().startswith("#") and number not in docstrings
        )

    @property
    def statements(self) -> list[int]:
        """The nodes of each statement, without those of the statements in it."""
        statements = [node for node in self.nodes if isinstance(node, ast.stmt)]
        return [size(node) for node in statements if not is_docstring(node)]

    @property
    def functions(self) -> dict[str, int]:
        """The length of each function in lines, by place and name; options of a command aside."""
        found = {}
        for node in self.nodes:
            if isinstance(node, FUNCTIONS) and not is_command(node):
                place = f"{self.name}:{node.lineno} {node.name}"
                found[place] = (node.end_lineno or node.lineno) - node.lineno + 1
        return found


def is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is a command: its parameters are the table of its options."""
    return any(isinstance(each, ast.Call) for each in node.decorator_list) and any(
        "command" in ast.dump(each) for each in node.decorator_list
    )


def size(statement: ast.AST) -> int:
    number, waiting = 0, [statement]
    while waiting:
        node = waiting.pop()
        number += 1
        waiting += [
            child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)
        ]
    return number


def complexity(function: ast.AST) -> int:
    """As radon counts it: one, and one more for each way that the run can branch."""
    number = 1
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.For | ast.While | ast.ExceptHandler | ast.IfExp):
            number += 1
        elif isinstance(node, ast.BoolOp):
            number += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            number += 1 + len(node.ifs)
        elif isinstance(node, ast.match_case):
            number += 1
    return number


@cache
def modules() -> tuple[Module, ...]:
    return tuple(
        Module(path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] != "extract"
    )


def percentile(values: list[int], rank: int) -> int:
    return sorted(values)[len(values) * rank // 100]


def conditional_expressions(module: Module) -> int:
    return sum(isinstance(node, ast.IfExp) for node in module.nodes)


def test_syntax_for_each_line() -> None:
    lines = sum(module.lines for module in modules())
    nodes = sum(len(module.nodes) for module in modules())
    assert nodes / lines <= NODES_PER_LINE


def test_syntax_for_each_line_of_a_module() -> None:
    dense = {
        module.name: round(len(module.nodes) / module.lines, 1)
        for module in modules()
        if module.lines and len(module.nodes) / module.lines > NODES_PER_LINE_OF_A_MODULE
    }
    assert dense == {}


@pytest.mark.parametrize("rank", NODES_PER_STATEMENT)
def test_syntax_for_each_statement(rank: int) -> None:
    sizes = [size for module in modules() for size in module.statements]
    assert percentile(sizes, rank) <= NODES_PER_STATEMENT[rank]


def test_conditional_expressions_are_few() -> None:
    lines = sum(module.lines for module in modules())
    number = sum(map(conditional_expressions, modules()))
    assert 1000 * number / lines <= CONDITIONAL_EXPRESSIONS_PER_1000_LINES


def nested_comprehensions() -> Iterator[str]:
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.DictComp):
                elements = [node.key, node.value]
            elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
                elements = [node.elt]
            else:
                continue
            inner = [part for element in elements for part in ast.walk(element)]
            if any(isinstance(part, COMPREHENSIONS) for part in inner):
                yield f"{module.name}:{node.lineno}"


def test_no_comprehension_has_one_in_its_element() -> None:
    assert list(nested_comprehensions()) == []


def test_functions_are_short() -> None:
    lengths = {place: length for module in modules() for place, length in module.functions.items()}
    too_long = {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION}
    assert too_long == {}
    long = [place for place, length in lengths.items() if length > LONG_FUNCTION]
    assert 100 * len(long) / len(lengths) <= LONG_FUNCTIONS_PER_100


def test_no_function_is_complex() -> None:
    blocks = {
        f"{module.name}:{node.lineno} {node.name}": complexity(node)
        for module in modules()
        for node in module.nodes
        if isinstance(node, FUNCTIONS)
    }
    assert {place: number for place, number in blocks.items() if number > MOST_COMPLEX} == {}
    assert sum(number >= COMPLEX for number in blocks.values()) <= COMPLEX_BLOCKS


def test_what_is_still_to_be_rebuilt_gets_no_denser() -> None:
    own = [Module(path) for path in sorted((PACKAGE / "extract").rglob("*.py"))]
    lines = sum(module.lines for module in own)
    conditional = sum(map(conditional_expressions, own))
    assert sum(len(module.nodes) for module in own) / lines <= OF_EXTRACT["nodes per line"]
    assert 1000 * conditional / lines <= OF_EXTRACT["conditional expressions"]
    longest = max(length for module in own for length in module.functions.values())
    assert longest <= OF_EXTRACT["longest function"]
