import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reasoning.model.tools.keeping import ALWAYS, Globs, Kept


@pytest.mark.parametrize(
    ("glob", "fits", "misses"),
    [
        ("secret", ["secret", "SECRET", "a/secret", "a/Secret/b", "secret/a/b"], ["secrets", "a/secret2"]),
        ("secret/", ["secret", "secret/a", "x/secret/a"], ["secrets/a"]),
        ("./secret", ["secret", "secret/x"], ["secrets"]),
        ("/infra/prod", ["infra/prod", "infra/prod/a.tf"], ["x/infra/prod", "infra/production"]),
        ("infra//prod/", ["infra/prod", "INFRA/PROD/a.tf"], ["infra/dev"]),
        ("a/../secret", ["secret", "secret/x"], ["a"]),
        ("infra\\prod", ["infra/prod/a"], ["infra"]),
        ("*.tf", ["a.tf", "x/y.TF"], ["a.tfx"]),
        ("infra/*.tf", ["infra/a.tf"], ["infra/x/a.tf", "a.tf"]),
        ("infra/**/a.tf", ["infra/a.tf", "infra/x/a.tf", "infra/x/y/a.tf"], ["a.tf", "other/a.tf"]),
        ("**/a.tf", ["a.tf", "x/y/a.tf"], ["b.tf"]),
        ("infra/**", ["infra", "infra/a", "infra/a/b"], ["other"]),
        ("**/x/**/y", ["x/y", "a/x/b/c/y", "x/y/z"], ["x", "y"]),
        ("a/**/**/b", ["a/b", "a/c/b"], ["a"]),
        ("?.tf", ["a.tf"], ["ab.tf"]),
        ("[ab].tf", ["a.tf", "x/b.tf"], ["c.tf"]),
        ("[", ["["], ["a"]),
        ("**", ["a", "a/b"], []),
        ("**/**", ["a/b"], []),
        ("/", ["a"], []),
        (" secret ", ["secret"], ["other"]),
        ("", [], ["a"]),
        ("straße", ["STRASSE", "x/strasse/y"], ["strase"]),
    ],
)
def test_globs(glob: str, fits: list[str], misses: list[str]) -> None:
    globs = Globs([glob])
    assert [path for path in fits if not globs.fit(path)] == []
    assert [path for path in misses if globs.fit(path)] == []


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_form_of_unicode_does_not_count(form: str) -> None:
    for glob in ("geheim-ü/", unicodedata.normalize("NFD", "geheim-ü/")):
        assert Globs([glob]).fit(unicodedata.normalize(form, "x/GEHEIM-Ü/a.tf"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path",
    [
        ".git", ".git/config", "sub/.git/HEAD", ".GIT/config", "a/.terraform/x", "terraform.tfstate",
        "x/terraform.tfstate.backup", "Terraform.TfState", "a.tfplan", "prod.tfvars", "x/prod.auto.tfvars",
        "terraform.tfvars.json", ".env", ".env.local", ".envrc", "prod.env", "a.pem", "A.KEY", "id_rsa", "id_rsa.pub",
        "id_ed25519", ".ssh/config", ".npmrc", ".pypirc", ".netrc", "credentials", "credentials.json", "x/.aws/config",
        "k.p12", "k.pfx", "k.jks", ".git-credentials", ".kube/config", "kubeconfig.yaml", "secrets.yaml", "secret.json",
        "．env", ".env.example.pem", "iac-agents-report/report.md",
    ],
)  # fmt: skip
def test_always_kept(path: str) -> None:
    assert Kept([]).why(path)


@pytest.mark.parametrize(
    "path",
    [
        "main.tf", "secrets.tf", "modules/secrets/main.tf", "example.tfvars", "prod.example.tfvars",
        "prod.tfvars.example",
        ".env.example", ".gitignore", ".github/workflows/ci.yml", "keys.tf", "environment/a.tf", "README.md",
        "secrets.md", "docs/state.md",
    ],
)  # fmt: skip
def test_what_may_be_sent(path: str) -> None:
    assert Kept([]).why(path) == ""


NAMED = st.text(
    st.characters(exclude_characters="/*?[]\\", exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"]),
    min_size=1,
    max_size=8,
).filter(lambda name: set(name) != {"."})


@given(st.lists(NAMED, min_size=1, max_size=4), st.lists(NAMED, max_size=3))
def test_a_folder_keeps_all_below_it_however_it_is_written(folder: list[str], below: list[str]) -> None:
    path = "/".join([*folder, *below])
    for glob in ("/".join(folder), f"./{'//'.join(folder)}/", f"/{'/'.join(folder)}/**"):
        assert Globs([glob]).fit(path)


@given(st.text(max_size=40), st.text(max_size=40))
def test_odd_globs_never_raise(glob: str, path: str) -> None:
    Kept([glob]).why(path)


def test_a_policy_wins_over_what_is_harmless() -> None:
    assert "policy" in Kept(["*.example"]).why(".env.example")


def test_every_reason_is_a_sentence_part() -> None:
    assert all(why and not why.endswith(".") for why in ALWAYS.values())
