"""The config files, read before Snakemake reads config.yaml.

Snakemake takes the last of two equal keys, and tells of other mistakes in several lines and without the place.
"""

import os
import sys
from pathlib import Path

BASE = Path(workflow.basedir)
sys.path.insert(0, str(BASE / "src"))

from sparse_probing.errors import UserError
from sparse_probing.settings.loading import load_mapping


def read_configs():
    """The config files, weakest first, with their contents."""
    given = [Path(os.path.relpath(path)) for path in workflow.overwrite_configfiles]
    default = Path("config.yaml")
    if not default.is_file() and not given:
        raise UserError(
            f"{default}: expected a config file in this folder, found none; --configfile FILE names another"
        )
    files = [default, *given] if default.is_file() else given
    return [(str(path), load_mapping(path)) for path in files]


try:
    config_files = read_configs()
except UserError as error:
    sys.exit(f"error: {error}")
