"""Take the pictures of README.md from the report of the default experiment, in a real browser.

The report must hold the category `natural_language` and a page for the best neuron of its feature `fr`.
"""

import argparse
import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SIZE = {"width": 1280, "height": 860}
COLOURS = 128
BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def take(page: Page, report: Path) -> dict[str, bytes]:
    """The pictures by name, as PNG: the tops of the first page, a category's and a neuron's."""
    page.goto((report / "index.html").as_uri())
    pictures = {"overview": top(page)}
    of_french = page.locator("#neurons tr", has=page.get_by_role("rowheader", name="fr", exact=True))
    of_languages = page.locator("#categories tr", has_text="natural language")
    links = {"category": of_languages.locator("a").last, "neuron": of_french.locator("a")}
    addresses = {name: link.evaluate("link => link.href") for name, link in links.items()}
    for name, address in addresses.items():
        page.goto(address)
        pictures[name] = top(page)
    return pictures


def top(page: Page) -> bytes:
    """What a window shows of a page when all its charts are drawn."""
    page.wait_for_function(
        "document.querySelectorAll('.chart').length == document.querySelectorAll('.chart svg').length"
    )
    return page.screenshot()


def main() -> None:
    """Take the pictures and write them with few colours, which keeps them small."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("report", type=Path, help="folder of the report")
    parser.add_argument("pictures", type=Path, help="folder that the pictures go to")
    asked = parser.parse_args()
    if BROWSER is None:
        sys.exit("error: no chromium (Debian: apt install chromium; elsewhere set CHROMIUM to its path)")
    if not (asked.report / "index.html").is_file():
        sys.exit(f"error: {asked.report}/index.html: expected a report, found none; run `make demo`")
    asked.pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        pictures = take(page, asked.report.resolve())
        browser.close()
    for name, picture in pictures.items():
        image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
        image.save(asked.pictures / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
