"""One meaning for each name: no public name is defined at the top of two modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from conftest import ROOT

PACKAGE = ROOT / "eo_tracker"
# Tables that each module of a kind has under the same name, what `extract` and `api` still share,
# and the name that stands for that of typing where its import is too dear.
SHARED = {"RULES", "MAX_BYTES", "TYPE_CHECKING"}


def defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (name.id for name in names if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_a_public_name_is_defined_once() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if module.startswith(("extract/", "cli/commands/")):
            continue  # to be rebuilt; and a command is named as people type it
        for name in defined(ast.parse(path.read_text(encoding="utf-8"))):
            if not name.startswith("_") and name not in SHARED:
                places[name].append(module)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_nothing_is_called_path_but_a_path() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "extract" in path.parts:
            continue  # to be rebuilt
        names = set(defined(ast.parse(path.read_text(encoding="utf-8"))))
        assert "Path" not in names, path
