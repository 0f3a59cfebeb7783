"""The documentation site: ``make docs`` builds it strictly into ``build/docs``.

The pages are plain Markdown that reads the same on GitHub. What the site needs beside that (the navigation, links into
the repository, drawn diagrams) is added while it is built, by ``tools/docs_site.py``.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

project = "iac-agents"
author = "the iac-agents contributors"
copyright = author  # noqa: A001 - Sphinx's own name
extensions = ["myst_parser", "tools.docs_site"]
exclude_patterns = ["manifests", "images", "_static"]
nitpicky = True

myst_heading_anchors = 4
myst_enable_extensions = ["tasklist"]
myst_links_external_new_tab = False
suppress_warnings: list[str] = []

html_theme = "furo"
html_title = "iac-agents"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "source_repository": "https://github.com/iac-agents/iac-agents/",
    "source_branch": "main",
    "source_directory": "docs/",
    "top_of_page_buttons": ["view"],
}
