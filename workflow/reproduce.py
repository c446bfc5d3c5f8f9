"""Build the default experiment twice, in two clean folders, and list the files that differ.

The second build runs one job at a time and the first as many as there are cores, so that the order of jobs
and what runs beside them differ too.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from sparse_probing.files import Content, content_of

BY_PRODUCTS = ("logs", "benchmarks")


def build(results: Path, *, cores: str, config: list[str], options: list[str]) -> dict[str, str]:
    """Build into `results`; return the hash of every file that is a result."""
    command = [sys.executable, "-m", "snakemake", "--quiet", "all", "--cores", cores, *options]
    subprocess.run([*command, "--config", *config, f"results_dir={results}"], check=True)
    contents: Content = content_of(results)
    assert isinstance(contents, dict)
    return {name: digest for name, digest in contents.items() if Path(name).parts[0] not in BY_PRODUCTS}


def main() -> None:
    """Build and compare; exit with status 1 if a file differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cores", default="all", help="for the first build")
    # Of several --config, Snakemake takes the last alone.
    parser.add_argument("--config", "-C", nargs="*", action="extend", default=[], metavar="KEY=VALUE")
    asked, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        first = build(Path(folder, "first"), cores=asked.cores, config=asked.config, options=options)
        second = build(Path(folder, "second"), cores="1", config=asked.config, options=options)
    different = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    for name in different:
        print(f"differs: {name}")
    if different:
        sys.exit(f"{len(different)} of {len({*first, *second})} files differ")
    print(f"{len(first)} files, none differs")


if __name__ == "__main__":
    main()
