"""Draws the pictures of ``docs/images`` anew: ``python -m tools.make_pictures [diagrams] [pages] [terminal]``.

- ``diagrams``: every Mermaid diagram of the documents, by Mermaid itself (from npm, one pinned release), for the site.
- ``pages``: what a pull request shows, from a review that the real service makes against the fake forge of the tests.
  The words are the bot's; the page around them only resembles GitHub's.
- ``terminal``: what ``agents review`` prints for the same change.

Needs Chromium, npm and script (Debian: chromium npm bsdutils, fonts-liberation, fonts-noto-color-emoji), and pngquant
for small files. Nobody else needs these: what is drawn is kept in the repository.
"""

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.text import Text

from tests.e2e.service import serving
from tests.e2e.worlds import GitHubWorld, world
from tools.docs_site import DIAGRAMS, DOCS, FENCE, ROOT, diagram_name
from tools.picture_pages import checks, comment, page, remark

IMAGES = DOCS / "images"
LARGEST = 150 * 1024
"""Bytes of one picture."""
MERMAID = "mermaid@11.12.1"
DIGEST = "sha512-UlIZrRariB11TY1RtTgUWp65tphtBv4CSq7vyS2ZZ2TgoMjs2nloq+wFqxiwcxlhHUvs7DPGgMjs2aeQxz5h9g=="
DRAW = """<!doctype html><meta charset="utf-8"><pre id="out"></pre><script src="mermaid.min.js"></script><script>
mermaid.initialize({startOnLoad: false, theme: "neutral", themeVariables: {edgeLabelBackground: "#ffffff"},
  fontFamily: "Arial, Helvetica, Liberation Sans, sans-serif", htmlLabels: false, sequence: {useMaxWidth: false},
  flowchart: {htmlLabels: false, useMaxWidth: false, wrappingWidth: 420}})
mermaid.render("d", SOURCE).then(({svg}) => {
  const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg")
  document.getElementById("out").textContent = new XMLSerializer().serializeToString(drawn)
})
</script>"""
BEFORE = (ROOT / "tests" / "fixtures" / "pictures" / "before.tf").read_text("utf-8")
AFTER = (ROOT / "tests" / "fixtures" / "pictures" / "after.tf").read_text("utf-8")
POLICY = "required_tags: [Owner]\nbudget:\n  increase: 250\n"


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is needed: apt-get install chromium npm bsdutils pngquant")
    return found


def _run(*words: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env=environment and {**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def _browser(address: Path, *more: str) -> str:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=10000", *sandbox, *more]
    return _run(_program("chromium"), *options, address.as_uri())


def diagrams() -> None:
    """One picture for each diagram; those that belong to none are removed."""
    sources = [
        fence[4]
        for path in sorted(DOCS.rglob("*.md"))
        for fence in FENCE.finditer(path.read_text("utf-8"))
        if fence[3].strip() == "mermaid"
    ]
    DIAGRAMS.mkdir(parents=True, exist_ok=True)
    wanted = {diagram_name(source): source for source in sources}
    for old in DIAGRAMS.glob("*.svg"):
        if old.name not in wanted:
            old.unlink()
    with TemporaryDirectory() as folder:
        _mermaid(Path(folder))
        for name, source in wanted.items():
            (DIAGRAMS / name).write_text(_drawn(Path(folder), source), "utf-8")


def _mermaid(folder: Path) -> None:
    """The pinned release's one script."""
    _run(_program("npm"), "pack", "--silent", MERMAID, folder=folder)
    (archive,) = folder.glob("*.tgz")
    digest = "sha512-" + b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != DIGEST:
        raise SystemExit(f"{MERMAID} is not what it was: {digest}")
    with tarfile.open(archive) as packed:
        script = packed.extractfile("package/dist/mermaid.min.js")
        assert script is not None  # noqa: S101 - that release has it
        (folder / "mermaid.min.js").write_bytes(script.read())


def _drawn(folder: Path, source: str) -> str:
    drawing = folder / "draw.html"
    drawing.write_text(DRAW.replace("SOURCE", json.dumps(source)), "utf-8")
    found = re.search(r'<pre id="out">(.+?)</pre>', _browser(drawing, "--dump-dom"), re.DOTALL)
    if not found:
        raise SystemExit(f"Mermaid does not draw this:\n{source}")
    return html.unescape(found[1]) + "\n"


def pages() -> None:
    """A review's comment, and its checks with a remark."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = {"infra/main.tf": BEFORE, ".agents.yml": POLICY}
        with world("github", folder, files) as there, serving(folder, there.environment()) as service:
            assert isinstance(there, GitHubWorld)  # noqa: S101 - it was asked for
            head = there.commit("bigger", {"infra/main.tf": AFTER})
            number = there.pull("bigger", "A bigger batch machine")
            service.ended(service.accepted(there.forge, there.pull_opened(number)))
            (living,) = there.seen(number, pull=True).ours("living")
            state = there.fake.state()["repositories"][there.repository]
        _picture("comment", comment("iac-agents", "commented", living), 900)
        _picture("checks", _checks_and_remark(state, number, head), 760)


def _checks_and_remark(state: Mapping[str, Any], number: int, head: str) -> str:
    found = sorted((one for one in state["checks"] if one["head"] == head), key=lambda one: str(one["name"]))
    remarks = [one for review in state["threads"][str(number)]["reviews"] for one in review["comments"]]
    shown = next((one for one in remarks if "```suggestion" in one["body"]), remarks[0])
    code = AFTER.splitlines()
    return checks(found) + remark("iac-agents", shown["path"], code, int(shown["line"]), shown["body"])


def _picture(name: str, body: str, width: int) -> None:
    """A PNG of a page, as high as the page is."""
    target = IMAGES / f"{name}.png"
    with TemporaryDirectory() as folder:
        place = Path(folder) / "page.html"
        measure = "<script>document.title = document.body.offsetHeight</script>"
        place.write_text(page(body, width) + measure, "utf-8")
        size = f"--window-size={width},400"
        found = re.search(r"<title>(\d+)</title>", _browser(place, size, "--dump-dom"))
        height = int(found[1]) if found else 2000
        _browser(place, f"--window-size={width},{height}", "--force-device-scale-factor=1.5", f"--screenshot={target}")
    if shutil.which("pngquant"):
        _run("pngquant", "--force", "--skip-if-larger", "--strip", "--output", target, "24", target)


def terminal() -> None:
    """What a review of the same change prints, as coloured text in an SVG without anything remote."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "shop"
        (folder / "infra").mkdir(parents=True)
        (folder / ".agents.yml").write_text(POLICY)
        git = (_program("git"), "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-C", folder)
        _run(*git, "init", "--quiet", "--initial-branch=main")
        for branch, code in (("main", BEFORE), ("bigger", AFTER)):
            _run(*git, "switch", "--quiet", "--force-create", branch)
            (folder / "infra" / "main.tf").write_text(code)
            _run(*git, "add", ".")
            _run(*git, "commit", "--quiet", "--message", "Batch")
        columns = 128
        command = f"stty cols {columns} rows 100; exec {sys.executable} -m app review --base main {folder}"
        seen = _run(
            _program("script"), "--quiet", "--return", "--command", command, "/dev/null",
            folder=ROOT, environment={"TERM": "xterm-256color", "AGENTS_DATA_DIR": f"{place}/data"},
        )  # fmt: skip
    console = Console(record=True, width=columns, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(Text.from_ansi("$ agents review --base main\n" + seen.replace("\r\n", "\n")))
    drawn = re.sub(r"@font-face \{.*?\}", "", console.export_svg(title="agents review"), flags=re.DOTALL)
    (IMAGES / "terminal.svg").write_text(drawn.replace("Fira Code", "Liberation Mono"), "utf-8")


PARTS: Mapping[str, Callable[[], None]] = {"diagrams": diagrams, "pages": pages, "terminal": terminal}


def main() -> int:
    """Draw what is named, or everything."""
    IMAGES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
    large = [path.name for path in IMAGES.rglob("*.*") if path.stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"larger than {LARGEST} bytes: {', '.join(large)}\n")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
