"""The experiment, checked before any job; paths, stamps and commands that the rules share."""

import re
import shlex

from sparse_probing.experiment import load_experiment
from sparse_probing.settings.base import NAME_PATTERN
from sparse_probing.settings.dataset import RowSettings
from sparse_probing.stamp import make_stamp

SCRIPTS = shlex.quote(str(BASE / "scripts"))


def shown_path(path):
    """`path` as a user would type it from here."""
    return Path(os.path.relpath(path))


try:
    experiment = load_experiment(
        config,
        origins=[*config_files, ("--config", dict(workflow.config_settings.config))],
        catalog_dir=shown_path(BASE / "workflow" / "catalog"),
    )
except UserError as error:
    sys.exit(f"error: {error}")

settings = experiment.config
RESULTS = settings.results_dir
DATA = settings.data_dir
MODELS = settings.models_dir
LOGS = f"{RESULTS}/logs"
BENCHMARKS = f"{RESULTS}/benchmarks"
CACHE = f"{RESULTS}/.cache"

# Runs a script, unless its result is in the cache. Jobs import the library of this tree, wherever the
# interpreter's own copy may come from. Linear algebra has one thread, as another number rounds differently.
PYTHON = (
    f"OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONPATH={shlex.quote(str(BASE / 'src'))}"
    f" {shlex.quote(sys.executable)}"
    f" -m sparse_probing.cached {shlex.quote(CACHE)}"
)

if workflow.is_main_process:
    for note in experiment.notes:
        print(f"note: {note}", file=sys.stderr)


wildcard_constraints:
    dataset=NAME_PATTERN,
    model=NAME_PATTERN,
    tokenizer=NAME_PATTERN,
    feature=NAME_PATTERN,
    method="[a-z_]+",
    shard="[0-9]{4}",
    figure="[a-z_]+",


def stamp(script, packages, **used):
    """The stamp of a job: the settings it uses, by name, with the code of its script."""
    return make_stamp(BASE / "scripts" / script, settings=used, packages=packages)


def plain(model, **only):
    """A settings model as JSON-able values; `include` or `exclude` as in pydantic's model_dump."""
    return model.model_dump(mode="json", **only)


def alternatives(names):
    """A wildcard constraint that holds for these names alone."""
    return "|".join(re.escape(name) for name in names) or "(?!)"
