"""Run `snakemake --lint`, and fail on every finding but those that this project decided about."""

import re
import subprocess
import sys

ACCEPTED = {
    r"Specify a conda environment or container": "all rules share the environment of the lock file",
    r"Shell command directly uses variable (PYTHON|SCRIPTS|RESULTS|DATA|MODELS)": (
        "where this tree, its interpreter and its folders stand is no property of a result: "
        "with it in params, a copy of the tree would be stale"
    ),
}


def main() -> None:
    """Print what is not accepted; exit with status 1 if there is any."""
    command = [sys.executable, "-m", "snakemake", "--lint"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    findings = re.findall(r"^(?:Lints for .*|    \* .*)$", output, flags=re.MULTILINE)
    if not findings and done.returncode:
        sys.exit(output)
    refused = []
    place = ""
    for line in findings:
        if line.startswith("Lints"):
            place = line
        elif not any(re.search(pattern, line) for pattern in ACCEPTED):
            refused.append(f"{place}\n{line}")
    if refused:
        sys.exit("\n".join(refused))
    print("snakemake --lint: nothing but what was decided about")


if __name__ == "__main__":
    main()
