"""``.agents.yml``."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis.nodes import Problem
from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.policy import Allowed, Auto, Budget, Policy, ReasonerPolicy, RequiredTag
from app.domain.publication import Role
from app.pipeline.policy import parse_policy, read_policy
from app.pipeline.policy_file import BY_ITSELF, read_text

WHOLE = """\
version: 1
language: es
stacks:
  - infra/*
ignore: [legacy/**]
gate:
  fail_on: medium
  frameworks: [hipaa, soc2, hipaa]
required_tags:
  - owner
  - name: env
    values: [prod, dev-*]
regions: [eu-*, us-east-1]
budget: {monthly: 250, increase: 20.5, percent: 0}
waivers:
  - rule: CKV_AWS_18
    path: infra/logs/*
    owner: platform
    reason: the log bucket
    expires: 2027-01-31
allow:
  fix:
    users: ["@dana", eve]
    teams: [acme/platform]
    roles: [admin, maintain]
  run: {teams: ["@group/sub"]}
auto:
  pull_request: [plan, security]
  issue: off
  paths: ["infra/**", "*.tf"]
  drafts: true
"""


def test_a_whole_policy() -> None:
    policy = parse_policy(WHOLE)
    assert policy.stacks == ("infra/*",)
    assert policy.ignore == ("legacy/**",)
    assert policy.language == "es"
    assert policy.fail_on is Severity.MEDIUM
    assert policy.waivers[0].expires == date(2027, 1, 31)
    assert policy.allow == {
        "fix": Allowed(("dana", "eve"), ("acme/platform",), Role.MAINTAIN),
        "run": Allowed(teams=("group/sub",)),
    }
    assert policy.frameworks == ("hipaa", "soc2")
    assert policy.required_tags == (RequiredTag("owner"), RequiredTag("env", ("prod", "dev-*")))
    assert policy.regions == ("eu-*", "us-east-1")
    assert policy.budget == Budget(Decimal(250), Decimal("20.5"), Decimal(0))
    assert policy.auto == Auto(("plan", "security"), "off", ("infra/**", "*.tf"), drafts=True)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "version: 1\n"])
def test_defaults(text: str) -> None:
    assert parse_policy(text) == Policy()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("version: 1\nstakcs: []\n", 2, "stakcs"),
        ("version: 2\n", 1, "version 1"),
        ("stacks: infra\n", 1, "list"),
        ("gate:\n  fail_on: awful\n", 2, "awful"),
        ("- a\n", 1, "mapping"),
        ("a: [\n", 2, "YAML"),
        ("waivers:\n  - rule: X\n    owner: me\n    reason: r\n", 2, "expires"),
        ("waivers:\n  - {rule: X, owner: me, reason: r, expires: soon}\n", 2, "soon"),
        ("language: [en]\n", 1, "text"),
        ("budget: {monthly: 1e400000}\n", 1, "US dollars"),
        ("version: 1\nbudget: {percent: .nan}\n", 2, "US dollars"),
    ],
)
def test_errors_name_the_line(text: str, line: int, word: str) -> None:
    with pytest.raises(UsageFailure) as caught:
        parse_policy(text)
    assert f"line {line}" in str(caught.value)
    assert word in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auto: {}", Auto()),
        ("auto: off", Auto((), "off")),
        ("auto: {pull_request: off}", Auto(())),
        ("auto: {pull_request: no, issue: false}", Auto((), "off")),
        ("auto: {pull_request: on, issue: true}", Auto()),
        ("auto: {pull_request: review}", Auto(("review",))),
        ("auto: {pull_request: [test, test, plan], issue: run}", Auto(("test", "plan"))),
        ("auto: {pull_request: []}", Auto(())),
        ("auto: {drafts: yes}", Auto(drafts=True)),
    ],
)
def test_what_starts_by_itself(text: str, expected: Auto) -> None:
    assert parse_policy(text).auto == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reasoner: claude", ReasonerPolicy("claude")),
        ("reasoner: offline", ReasonerPolicy("offline")),
        ("reasoner: {}", ReasonerPolicy()),
        ("reasoner: {use: claude}", ReasonerPolicy("claude")),
        ("reasoner: {keep_back: [infra/legacy/**]}", ReasonerPolicy(keep_back=("infra/legacy/**",))),
        ("reasoner: {use: claude, budget: {run: 0.5}}", ReasonerPolicy("claude", run=Decimal("0.5"))),
        ("reasoner: {budget: {run: 0, month: 20}}", ReasonerPolicy(run=Decimal(0), month=Decimal(20))),
    ],
)
def test_whether_a_model_may_be_asked(text: str, expected: ReasonerPolicy) -> None:
    assert parse_policy(text).reasoner == expected


def problems(text: str) -> tuple[Problem, ...]:
    return read_text(text)[1]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("allow: [fix]", 1, "mapping"),
        ("allow:\n  fux: {users: [a]}", 2, "unknown command 'fux'"),
        ("allow:\n  simulate: {users: [a]}", 2, "unknown command"),
        ("allow:\n  fix: {}", 2, "say who"),
        ("allow:\n  fix: [dana]", 2, "mapping"),
        ("allow:\n  fix:\n    user: [a]", 3, "unknown key 'user'"),
        ("allow:\n  fix:\n    users: dana", 3, "list"),
        ("allow:\n  fix:\n    users: [no]", 3, "text"),
        ("allow:\n  fix:\n    roles: [owner]", 3, "'owner' is not one of"),
        ("auto: [review]", 1, "mapping"),
        ("auto: on\nautos: 1", 2, "unknown key"),
        ("auto:\n  pull_request: [fix]", 2, "'fix' is not one of plan"),
        ("auto:\n  pull_request: {a: b}", 2, "text"),
        ("auto:\n  issue: review", 2, "not one of run, off"),
        ("auto:\n  drafts: maybe", 2, "true or false"),
        ("auto:\n  paths: infra", 2, "list"),
        ("budget: 250", 1, "mapping"),
        ("budget: {monthly: 250 EUR}", 1, "'250 EUR' is not a number"),
        ("budget: {monthly: -1}", 1, "'-1' is not a number"),
        ("budget: {percent: .inf}", 1, "not a number"),
        ("budget: {monthly: 1e400}\nbudgt: 1", 2, "unknown key"),
        ("budget: {yearly: 5}", 1, "unknown key 'yearly'"),
        ("gate: {frameworks: [hippa]}", 1, "'hippa' is not one of gdpr"),
        ("required_tags: owner", 1, "list"),
        ("required_tags:\n  - values: [a]", 2, "needs a name"),
        ("required_tags:\n  - {name: env, value: a}", 2, "unknown key 'value'"),
        ("regions: eu-west-1", 1, "list"),
        ("reasoner: gpt", 1, "'gpt' is not one of claude, offline"),
        ("reasoner: off", 1, "text"),
        ("reasoner: [claude]", 1, "mapping"),
        ("reasoner:\n  uses: claude", 2, "unknown key 'uses'"),
        ("reasoner:\n  use: auto", 2, "'auto' is not one of"),
        ("reasoner:\n  keep_back: secrets/", 2, "list"),
        ('reasoner:\n  keep_back:\n    - ok/**\n    - "!keep.txt"', 4, "'!keep.txt': neither"),
        ('reasoner:\n  keep_back: ["*.{pem,key}"]', 2, "a glob for each path"),
        ("reasoner:\n  budget: 5", 2, "mapping"),
        ("reasoner:\n  budget:\n    month: lots", 3, "'lots' is not a number"),
        ("reasoner:\n  budget:\n    run: 5%", 3, "'5%' is not a number of US dollars, like"),
        ("reasoner:\n  budget:\n    day: 1", 3, "unknown key 'day'"),
        ("apply: {}", 1, "'apply' is not supported yet"),
        ("version: 1\nreal_plan: true", 2, "'real_plan' is not supported yet"),
        ("version: 1\nversion: 1", 2, "second time"),
        ("? [a]\n: b", 1, "unknown key"),
        ("waivers: [a]", 1, "mapping"),
        ("stacks: &a [*a]", 1, "text"),
        ("a: \x00", 1, "YAML"),
        ("[" * 1_000, 1, "nested too deeply"),
    ],
)
def test_more_errors_name_the_line(text: str, line: int, word: str) -> None:
    assert any(found == line and word in wrong for found, wrong in problems(text)), problems(text)


def test_a_file_beyond_reason_is_not_read() -> None:
    with pytest.raises(UsageFailure, match="larger than 32 KiB"):
        parse_policy("# " + "x" * 300_000)


def test_all_problems_are_told_in_order() -> None:
    text = "verzion: 1\nlanguage: fr\nwaivers:\n  - rule: X\nauto:\n  drafts: 7\ngate: {fail_on: 1, x: 2}\n"
    found = problems(text)
    assert [line for line, _ in found] == [1, 2, 4, 6, 7, 7]
    with pytest.raises(UsageFailure) as caught:
        parse_policy(text)
    assert all(f"line {line}: {wrong}" in caught.value.wrong for line, wrong in found)
    assert "policy.md" in caught.value.hint
    assert problems(WHOLE) == ()


def test_what_is_wrong_has_its_default() -> None:
    policy, found = read_text("language: fr\nstacks: [a]\nauto: {pull_request: [fix, plan]}\nwaivers: [{rule: X}]\n")
    assert [line for line, _ in found] == [1, 3, 4]
    assert read_text("reasoner: {use: gpt, budget: {run: -1}}")[0] == Policy()
    assert policy == Policy(stacks=("a",), auto=Auto(("plan",)))


def test_nothing_that_pushes_starts_by_itself() -> None:
    assert sorted(BY_ITSELF) == ["compliance", "cost", "plan", "review", "security", "test"]


def test_a_flood_of_problems_ends() -> None:
    assert len(problems("".join(f"k{number}: 1\n" for number in range(1000)))) == 50


def test_long_words_are_cut() -> None:
    assert all(len(wrong) < 300 for _, wrong in problems(f"{'k' * 1000}: 1\nlanguage: {'x' * 1000}"))


def test_no_python_objects_are_made() -> None:
    with pytest.raises(UsageFailure):
        parse_policy("!!python/object/apply:os.system ['true']\n")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("nonsense: 1\n")
    assert read_policy(tmp_path) == Policy()
    for target in ("elsewhere.yml", "nowhere", "."):
        (tmp_path / ".agents.yml").unlink(missing_ok=True)
        (tmp_path / ".agents.yml").symlink_to(target)
        with pytest.raises(UsageFailure, match="a link") as caught:
            read_policy(tmp_path)
        assert "nonsense" not in str(caught.value)


def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / ".agents.yml").write_bytes(b"version: 1\nregions: [\xff]\n")
    with pytest.raises(UsageFailure, match="line 2: it is not UTF-8"):
        read_policy(tmp_path)
    (tmp_path / ".agents.yml").write_bytes(b"\xef\xbb\xbfversion: 1\n")
    assert read_policy(tmp_path) == Policy()


@pytest.mark.parametrize("text", ["# " + "x" * 300_000, "gate: {fail_on: low} # " + "é" * 20_000 + "\nbudget: {}\n"])
def test_a_huge_file_is_refused_and_never_read_in_part(tmp_path: Path, text: str) -> None:
    (tmp_path / ".agents.yml").write_text(text, "utf-8")
    with pytest.raises(UsageFailure, match="larger"):
        read_policy(tmp_path)
