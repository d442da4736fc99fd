"""The files themselves: small, plain, and without what a strict page forbids."""

import gzip
import re

from api.assets import FOLDER as WIDGET

OF_THE_PAGE = {"page.js"}
MODULES = sorted(path for path in WIDGET.glob("*.js") if path.name not in OF_THE_PAGE)


def test_all_modules_together_stay_within_twelve_kilobytes_gzipped() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in MODULES}
    assert sum(sizes.values()) <= 12_000, sizes


def test_nothing_parses_html_runs_text_or_reaches_other_hosts() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|document\.cookie"
    )
    for path in [*MODULES, WIDGET / "page.js"]:
        text = path.read_text(encoding="utf-8")
        assert not forbidden.search(text), path.name
        assert set(re.findall(r"https?://[\w.]+", text)) <= {"https://HOST"}, path.name


def test_imports_name_files_that_exist() -> None:
    names = {path.name for path in WIDGET.glob("*.js")}
    for path in [*MODULES, WIDGET / "page.js"]:
        folder = "./widget/" if path.name == "widget.js" else "./"
        for imported in re.findall(r'from "([^"]+)"', path.read_text(encoding="utf-8")):
            assert imported.startswith(folder), imported
            assert imported.removeprefix(folder) in names, imported
