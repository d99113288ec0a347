"""Writes `docs/facts.md` from `hub/events.py`; with `--check` it fails when the page no longer tells the truth."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.tree import PACKAGES, ROOT, files, shown

SOURCE = ROOT / "hub" / "events.py"
PAGE = ROOT / "docs" / "facts.md"
BASE = "Event"
HEAD = """# Facts

Made by `make docs` from `hub/events.py`; do not edit. Each fact is one row of the table `events`, written in the
transaction of the change it tells of, and never changed afterwards. All of them have the columns `org_id`, `at_ms`,
`conversation_id`, `queue_id`, `agent_id` (each where there is one), `actor_kind` and `actor_id`; the subject stands
in `subject_type` and `subject_id`, the other fields in `data` (JSON). Facts hold ids and codes, never a person's words
or numbers. A field may be added at any time; changing one raises `v`. A question mark means that the field may be null.
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as its class describes it."""

    name: str
    says: str
    v: int
    subject: tuple[str, str]
    fields: Sequence[tuple[str, str, str]]
    "Name, type and note."


def facts(source: str) -> Iterator[Fact]:
    """Return the facts that the module declares, in its order."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and any(isinstance(one, ast.Name) and one.id == BASE for one in node.bases):
            constants = dict(_constants(node))
            subject = constants.get("subject", ("conversation", "conversation_id"))
            fields = [one for one in _fields(node) if one[0] != subject[1]]
            yield Fact(node.name, ast.get_docstring(node) or "", int(constants.get("v", 1)), subject, fields)


def _constants(node: ast.ClassDef) -> Iterator[tuple[str, Any]]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and _is_constant(one):
            assert one.value is not None, "a class variable without a value"  # noqa: S101 - narrows the type
            yield one.target.id, ast.literal_eval(one.value)


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for one, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and not _is_constant(one):
            yield one.target.id, ast.unparse(one.annotation).replace(" | None", "?"), _note(following)


def _is_constant(one: ast.AnnAssign) -> bool:
    return ast.unparse(one.annotation).startswith("ClassVar")


def _note(following: ast.stmt | None) -> str:
    if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
        return str(following.value.value)
    return ""


def page(declared: Sequence[Fact], published: Mapping[str, Iterable[str]]) -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *("\n".join(_section(fact, published.get(fact.name, ()))) + "\n" for fact in declared)])


def _section(fact: Fact, rooms: Iterable[str]) -> Iterator[str]:
    yield f"## {fact.name}\n"
    yield f"{fact.says}\n"
    yield f"- v {fact.v}, subject `{fact.subject[0]}`"
    yield "- published by " + (", ".join(sorted(rooms)) or "nobody yet")
    for name, kind, note in fact.fields:
        yield f"- `{name}` {kind}" + (f": {note}" if note else "")


def publishers(names: Sequence[str]) -> Mapping[str, Iterable[str]]:
    """Return the packages that make each fact."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for path in files(".py"):
        package = shown(path).split("/")[0]
        if package in PACKAGES:
            text = path.read_text(encoding="utf-8")
            for name in names:
                if f"events.{name}(" in text:
                    found[name].add(package)
    return found


def main(args: list[str]) -> int:
    """Write the page, or with `--check` compare it; report every fact that says nothing of itself."""
    declared = list(facts(SOURCE.read_text(encoding="utf-8")))
    fresh = page(declared, publishers([fact.name for fact in declared]))
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh
    if stale and "--check" in args:
        print(f"{shown(PAGE)} is stale: run `make docs` and commit it")
    elif stale:
        PAGE.write_text(fresh, encoding="utf-8")
        stale = False
    mute = [fact.name for fact in declared if not fact.says]
    for name in mute:
        print(f"the fact {name} has no docstring: say what happened")
    return int(bool(stale or mute))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
