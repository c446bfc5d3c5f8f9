"""The report in a real browser: nothing fails, nothing is fetched, and what can be used works."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

import tiny_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium (Debian: apt install chromium; elsewhere set CHROMIUM to its path)"
)
WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report: a small one made here, or the one that REPORT names."""
    given = os.environ.get("REPORT")
    return Path(given) if given else tiny_report.build(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


class Opened:
    """A page of the report, with what went wrong while it was open."""

    def __init__(self, browser, report, path="index.html", *, width=1280, scheme="light"):
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.problems, self.requests = [], []
        self.page.on("console", lambda message: self._heard(message))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto((report / path).as_uri())
        self.page.wait_for_function(
            "document.querySelectorAll('.chart').length == document.querySelectorAll('.chart svg').length"
        )

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.close()

    def cells(self, table, column):
        return [
            text.strip()
            for text in self.page.locator(f"{table} tbody tr > :nth-child({column})").all_text_contents()
        ]


def pages(report):
    return sorted(str(file.relative_to(report)) for file in report.rglob("*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_loads_without_errors_and_from_this_folder_alone(browser, report, width, scheme):
    for path in pages(report):
        with Opened(browser, report, path, width=width, scheme=scheme) as opened:
            assert opened.problems == [], path
            assert all(url.startswith((report.as_uri(), "data:")) for url in opened.requests), path
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width, path
            broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).length"
            opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert opened.page.evaluate(broken) == 0, path


def test_charts_have_marks(browser, report):
    for path in pages(report):
        with Opened(browser, report, path) as opened:
            charts = opened.page.locator(".chart")
            for number in range(charts.count()):
                marks = charts.nth(number).locator(
                    "svg g.mark-symbol path, svg g.mark-rect path, svg g.mark-line path"
                )
                assert marks.count() > 0, (path, number)


def test_all_links_lead_somewhere(browser, report):
    for path in pages(report):
        with Opened(browser, report, path) as opened:
            links = opened.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
        assert links
        for link in links:
            parts = urlsplit(link)
            file = Path(unquote(parts.path))
            assert parts.scheme == "file", link
            assert file.is_file(), link
            if parts.fragment:
                assert f'id="{parts.fragment}"' in file.read_text(encoding="utf-8"), link


def test_search_finds_a_neuron_and_leads_to_it(browser, report):
    neuron = next(file for file in sorted(report.glob("pages/*/neurons/*.html")))
    with Opened(browser, report, "index.html") as opened:
        box = opened.page.get_by_role("searchbox")
        box.fill(f"neuron {neuron.stem} {neuron.parent.parent.name}")
        hit = opened.page.locator(".search li a").first
        assert hit.text_content().startswith(neuron.stem)
        box.press("Enter")
        opened.page.wait_for_url(neuron.as_uri())
        assert opened.problems == []


def test_search_from_a_page_below_finds_a_feature(browser, report):
    below = next(file for file in pages(report) if "/neurons/" in file)
    with Opened(browser, report, below) as opened:
        name = opened.page.evaluate("window.searchEntries[0][1]")
        opened.page.get_by_role("searchbox").fill(name)
        href = opened.page.locator(".search li a").first.evaluate("link => link.href")
        assert Path(unquote(urlsplit(href).path)).is_file()
        opened.page.keyboard.press("Escape")
        assert opened.page.locator(".search li").count() == 0


def test_search_for_nonsense_finds_nothing(browser, report):
    with Opened(browser, report) as opened:
        opened.page.get_by_role("searchbox").fill("no such thing anywhere")
        assert opened.page.locator(".search li").count() == 0


def test_tables_sort_by_number_and_by_name_either_way(browser, report):
    with Opened(browser, report) as opened:
        table = "#neurons table"
        opened.page.locator(f"{table} th button", has_text="Validation F1").click()
        scores = [float(text) for text in opened.cells(table, 4)]
        assert scores == sorted(scores, reverse=True)
        heading = opened.page.locator(f"{table} th", has_text="Validation F1")
        assert heading.get_attribute("aria-sort") == "descending"
        opened.page.locator(f"{table} th button", has_text="Validation F1").press("Enter")
        assert [float(text) for text in opened.cells(table, 4)] == sorted(scores)
        opened.page.locator(f"{table} th button", has_text="Feature").click()
        names = opened.cells(table, 1)
        assert names == sorted(names, key=str.lower, reverse=True)


def test_colours_follow_the_readers_choice(browser, report):
    ground = "getComputedStyle(document.body).backgroundColor"
    with Opened(browser, report) as light, Opened(browser, report, scheme="dark") as dark:
        assert light.page.evaluate(ground) != dark.page.evaluate(ground)
        light.page.emulate_media(color_scheme="dark")
        assert light.page.evaluate(ground) == dark.page.evaluate(ground)


def test_the_report_is_small(report):
    assert sum(file.stat().st_size for file in report.rglob("*") if file.is_file()) < 25e6


def test_the_pictures_of_the_readme_can_be_taken_anew(report, tmp_path):
    script = tiny_report.ROOT / "workflow" / "take_pictures.py"
    subprocess.run([sys.executable, script, report, tmp_path], check=True)
    shown = {file.name for file in (tiny_report.ROOT / "docs" / "pictures").iterdir()}
    assert {file.name for file in tmp_path.iterdir()} == shown
    for file in tmp_path.iterdir():
        with Image.open(file) as picture:
            assert picture.width == WIDTHS["desk"]
            assert len(picture.convert("RGB").getcolors()) > 10


def test_pictures_of_no_report_end_in_one_line(tmp_path):
    script = tiny_report.ROOT / "workflow" / "take_pictures.py"
    done = subprocess.run([sys.executable, script, tmp_path, tmp_path], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == f"error: {tmp_path}/index.html: expected a report, found none; run `make demo`\n"
