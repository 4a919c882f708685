"""What can go wrong: one exception for each tier, with the codes, causes and remedies of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Infeasible", "InputProblems", "Problem", "XiaquError"]


@dataclass(frozen=True)
class Problem:
    """A problem of the input: what it is, where, why, and what to do."""

    code: str
    """Stable code: ``E...`` is an error, ``W...`` a warning."""
    severity: str
    """``error`` or ``warning``."""
    table: str | None
    """File or frame: ``townships``, ``villages``, ``stations``, ``roads``, ``xiaqu.toml`` for settings."""
    row: int | None
    """Row, counted from 1, a header not counted."""
    id: str | None
    """Id of the row, or key of the setting."""
    lon: float | None
    """Where it is, degrees east (WGS-84)."""
    lat: float | None
    """Where it is, degrees north."""
    cause: str
    """What is wrong."""
    remedy: str
    """What to do."""
    cause_zh: str
    """The cause in Chinese."""
    remedy_zh: str
    """The remedy in Chinese."""

    def __str__(self) -> str:
        place = [f"row {self.row}" if self.row is not None else "", self.id or ""]
        where = " ".join(part for part in [self.table or "", *place] if part)
        return f"{f'{self.code} {where}'.rstrip()}: {self.cause}\n  hint: {self.remedy}"


class XiaquError(Exception):
    """Something failed; the message says what."""


class InputProblems(XiaquError):
    """The input has problems: all of them, warnings included, are in :attr:`items`."""

    items: list[Problem]

    def __init__(self, items: list[dict[str, Any]] | list[Problem]) -> None:
        self.items = [item if isinstance(item, Problem) else Problem(**item) for item in items]
        super().__init__(self.items)

    @property
    def codes(self) -> list[str]:
        """The codes of all problems, in order."""
        return [item.code for item in self.items]

    def __str__(self) -> str:
        errors = sum(item.severity == "error" for item in self.items)
        head = f"{_counted(errors, 'error')}, {_counted(len(self.items) - errors, 'warning')}"
        return "\n".join([head, *map(str, self.items)])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


class Infeasible(XiaquError):
    """It is proved that there is no answer: the conflicting requirements are in :attr:`requirements`."""

    requirements: list[str]

    def __init__(self, requirements: list[str]) -> None:
        self.requirements = list(requirements)
        super().__init__(self.requirements)

    def __str__(self) -> str:
        return "\n".join(self.requirements)
