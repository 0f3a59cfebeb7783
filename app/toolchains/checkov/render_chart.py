"""The program that runs in Helm's own environment: ``render_chart.py CHART OUT`` writes a chart's rendered templates.

Started by file path with that environment's Python, so it imports the standard library and the Helm SDK only. The files
are those of ``helm template --output-dir``: ``OUT/<chart's name>/templates/…``. Dependencies that the chart does not
carry, and templates that fail, end it with exit code 1 and the reason on standard error.
"""

import sys
from importlib import import_module
from pathlib import Path


def main(chart: str, out: str) -> int:
    """Render with the chart's own values."""
    helm = import_module("helm_python")
    try:
        with helm.Chart.load(chart) as loaded:
            rendered = loaded.render(name="release")
    except helm.HelmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, text in rendered.items():
        place = (Path(out) / name).resolve()
        if text.strip() and place.is_relative_to(Path(out).resolve()):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
