"""What stands in a file of Rego."""

import pytest

from app.toolchains.rego.modules import Module, Refused, parsed, place_of, refused, require_known, require_purpose
from app.toolchains.rego.worker import new_engine

V1 = "package main\nimport rego.v1\n\ndeny contains msg if { msg := input.a }\nwarn contains 1 if true\n"
V0 = """package main

deny[msg] { msg := input.a }
deny[msg] { msg := "b" }
f(x) = y { y := x }
default allow = false
"""


def _read(text: str) -> Module:
    return parsed("policies/a.rego", text, new_engine)


def test_either_version_is_read() -> None:
    newer, older = _read(V1), _read(V0)
    assert (newer.version_0, older.version_0) == (False, True)
    assert [(one.path, one.name, one.line) for one in newer.entries] == [
        ("data.main.deny", "deny", 4),
        ("data.main.warn", "warn", 5),
    ]
    assert [(one.path, one.line) for one in older.entries] == [("data.main.deny", 3)]


@pytest.mark.parametrize("name", ["deny", "deny_public", "violation", "violation_x1", "warn", "warn_cost"])
def test_rules_are_named_as_conftest_names_them(name: str) -> None:
    assert [one.name for one in _read(f'package main\n{name} contains "x"').entries] == [name]


@pytest.mark.parametrize("name", ["denys", "allow", "xdeny", "helper", "denied"])
def test_other_rules_are_helpers(name: str) -> None:
    assert _read(f'package main\n{name} contains "x"').entries == ()


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("package main\n\ndeny contains msg if { msg := }", 3, "expecting"),
        ("package main\n\ndeny[msg] { msg := }", 3, "expecting"),
        ("deny contains 1", 1, "package"),
        ("", 1, "package"),
        # Read as version 0 this would be three rules that say nothing.
        ('package main\ndeny contains msg if { msg := "a" }\nx[a] { true }', 3, "`if` keyword"),
    ],
)
def test_what_cannot_be_parsed_is_refused_with_its_line(text: str, line: int, wrong: str) -> None:
    with pytest.raises(Refused) as caught:
        _read(text)
    assert caught.value.line == line
    assert wrong in caught.value.wrong
    assert "backtrace" not in caught.value.wrong


def test_annotations_stand_right_above_a_rule() -> None:
    text = (
        "package main\n# METADATA\n# title: Buckets are private\n# custom:\n#   severity: LOW\n"
        'deny contains "a"\n\n# a remark\nwarn contains "b"\n\n# METADATA\n# title: [\nviolation contains "c"\n'
    )
    annotations = {one.name: one.annotation for one in _read(text).entries}
    assert annotations["deny"] == {"title": "Buckets are private", "custom": {"severity": "LOW"}}
    assert annotations["warn"] == {}
    assert annotations["violation"] == {}


def test_an_annotation_of_one_body_does_not_speak_for_all() -> None:
    text = 'package main\n# METADATA\n# title: One\ndeny contains "a"\ndeny contains "b"\n'
    assert [one.annotation for one in _read(text).entries] == [{}]


@pytest.mark.parametrize(
    ("body", "missing", "wrong"),
    [
        ('http.send({"url": "http://127.0.0.1"})', [], "http.send is not available to policies"),
        ("opa.runtime()", [], "opa.runtime is not available to policies"),
        ("input.configuration.root_module", ["configuration"], "it reads input.configuration"),
        ('input["configuration"]', ["configuration"], "it reads input.configuration"),
        ("tf.variables.x", ["variables"], "it reads input.variables"),
        ("input.a[input.configuration.x]", ["configuration"], "it reads input.configuration"),
        ("data.elsewhere.x", [], "it reads data.elsewhere.x, which no policy defines"),
        ("lib.x", [], "it reads data.gone.lib"),
        ("count([x | x := data.elsewhere.y[_]])", [], "it reads data.elsewhere.y"),
    ],
)
def test_what_is_not_there_is_refused(body: str, missing: list[str], wrong: str) -> None:
    imports = "import input as tf\nimport data.gone.lib\n" if body == "lib.x" else "import input as tf\n"
    module = _read(f"package main\n{imports}deny contains msg if {{ msg := {body} }}")
    with pytest.raises(Refused) as caught:
        require_known(module, ["data.main"], missing)
    assert wrong in caught.value.wrong


@pytest.mark.parametrize(
    "body",
    [
        "input.resource_changes[_].address",
        "data.lib.names.x",
        "data.lib",
        "tf.kind",
        "data[x]",
        "input[x].configuration",
    ],
)
def test_what_is_there_is_fine(body: str) -> None:
    module = _read(f'package main\nimport input as tf\nx := "a"\ndeny contains msg if {{ msg := {body} }}')
    require_known(module, ["data.main", "data.lib.names"], ["configuration"])


@pytest.mark.parametrize(
    ("text", "others", "idle"),
    [
        ("package a\ndefault allow = false", [], True),
        ('package a\ndenied contains "typo"', ['package b\ndeny contains "x"'], True),
        ("package lib\nx := 1", ["package b\nimport data.lib\ndeny contains lib.x"], False),
        ("package lib\nx := 1", ["package b\ndeny contains data.lib.x"], False),
        ("package a\nhelper := 1", ["package a\ndeny contains helper"], False),
        ('package a\nwarn contains "x"', [], False),
    ],
)
def test_a_package_that_judges_nothing_is_refused(text: str, others: list[str], idle: bool) -> None:
    if not idle:
        require_purpose(_read(text), [_read(other) for other in others])
        return
    with pytest.raises(Refused, match="named deny, violation or warn"):
        require_purpose(_read(text), [_read(other) for other in others])


def test_an_error_is_told_without_its_trace() -> None:
    error = RuntimeError("\n--> policies/a b.rego:7:12\n  |\n7 | x\nerror: divide by zero\n\nStack backtrace:\n 0: x")
    short = refused(error)
    assert (short.line, short.wrong, place_of(error)) == (7, "divide by zero", "policies/a b.rego")
    bare = refused(RuntimeError("not a valid rule path\n\nStack backtrace:\n"))
    assert (bare.line, bare.wrong) == (None, "not a valid rule path")
