"""What every table of repairs must keep to."""

from collections.abc import Mapping, Sequence

from app.knowledge.schemas import schema_of
from app.toolchains.terraform.repair.edits import Beside, Choose, Drop, Edit, Key, Lookup, Set
from tests.unit.toolchains.terraform.repair.failing import BY_DEFAULT, EXPLICIT

META = "lifecycle"


def strangers(table: Mapping[str, Sequence[Edit]]) -> list[tuple[str, str, str]]:
    """Rule, type and path of every edit of an argument that the provider's schema does not know or cannot be set."""
    found = []
    for rule, edits in table.items():
        kinds = (*BY_DEFAULT.get(rule, ()), *([EXPLICIT[rule][0]] if rule in EXPLICIT else []))
        pairs = [(kind, path) for kind in kinds for edit in edits for path in _paths(edit)]
        pairs += [(edit.kind, path) for edit in edits if isinstance(edit, Beside) for path in _companion_paths(edit)]
        found += [(rule, kind, path) for kind, path in pairs if not _settable(kind, path)]
    return found


def _paths(edit: Edit) -> list[str]:
    return [edit.path.replace("?", "")] if isinstance(edit, Set | Key | Choose | Drop | Lookup) else []


def _companion_paths(edit: Beside) -> list[str]:
    return [edit.link, *(setting.path for setting in edit.settings)]


def _settable(kind: str, path: str) -> bool:
    schema = schema_of(kind)
    if path.startswith(f"{META}.") or schema is None:
        return schema is not None
    attribute = schema.at(path)
    return bool(getattr(attribute, "settable", False))
