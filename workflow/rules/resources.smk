"""What jobs ask a scheduler for. No result depends on it, so it stands in no stamp.

Rules say `**OF_...`, which names the kind of job that they are. Memory and time grow with each attempt, for
profiles that set `retries`. Inputs that are there tell their sizes; else settings and catalog bound them.
"""

import functools
import json

from sparse_probing.dataset_size import bound_size, estimate_size
from sparse_probing.footprint import (
    memory_for_logits,
    memory_of_text,
    memory_to_read,
    memory_to_run,
    memory_to_train,
    minutes,
    rough_shape,
    store_mb,
    weight_mb,
)
from sparse_probing.manifest import Manifest, StoreShape
from sparse_probing.model_shape import forward_flops, shape_of_recipe
from sparse_probing.settings.model import Folder, HubModel, Recipe, Shape

LARGE = Shape(layers=32, width=4096, neurons=16384, parameters=7_000_000_000)
"""What a model is taken for of which nothing is known yet."""
GPU = (
    {} if settings.extraction.device == "cpu" else {"gpu": 1}
)  # 0 would still ask Kubernetes for a node with GPUs


@functools.cache
def shape_of(model):
    """The shape of a model: from its entry, its recipe, or its config.json where that is there."""
    weights = experiment.weights_of(model) if model in experiment.models else model
    origin = experiment.origins[weights].origin
    if isinstance(origin, Recipe):
        return shape_of_recipe(origin)
    if isinstance(origin, HubModel) and origin.shape is not None:
        return origin.shape
    folder = find_folder(origin, Path(MODELS)) if isinstance(origin, Folder) else None
    file = (folder or Path(RESULTS) / "models" / weights) / "config.json"
    return (rough_shape(json.loads(file.read_text())) if file.is_file() else None) or LARGE


@functools.cache
def size_of(dataset):
    """How large a dataset is at most, or about, in the tokens of any model."""
    known = experiment.datasets[dataset]
    rows = RowSettings.model_validate(row_settings(dataset))
    if known.extent is not None:
        return estimate_size(rows, known.extent)
    return bound_size(rows, known_documents(dataset))


def store_of_shard(model, dataset):
    """The shape of one of the stores of a dataset, foretold."""
    entry, shape = experiment.models[model], shape_of(model)
    return StoreShape(
        layers=tuple(entry.layers or range(shape.layers)),
        rows=-(-size_of(dataset).rows // experiment.datasets[dataset].shards),
        neurons=shape.neurons if entry.site in ("mlp", "mlp_pre") else shape.width,
        dtype=settings.extraction.store_dtype,
    )


@functools.cache
def written_store(manifest, changed):
    return Manifest.load(manifest).shape


def stores_of(input):
    """The shapes of the stores that a job reads: what their manifests say, or foretold where there is none."""
    shapes = []
    for manifest in map(Path, input.manifests):
        try:
            shapes.append(written_store(manifest, manifest.stat().st_mtime_ns))
        except (OSError, UserError):
            shapes.append(store_of_shard(manifest.parent.parent.name, manifest.parent.name))
    return shapes


def read_mb(input):
    """Megabytes of the inputs that are there."""
    return sum(Path(file).stat().st_size for file in input if Path(file).is_file()) // 10**6


def memory_of_text_job(wildcards, input, attempt):
    return attempt * max(1000, memory_of_text(read_mb(input)))


def disk_of_text_job(wildcards, input, attempt):
    return attempt * max(2000, 10 * read_mb(input))


def memory_of_model(wildcards, attempt):
    """Of jobs that read a model's activations: weights, a batch, and two slabs on their way to the disk."""
    return attempt * memory_to_run(
        shape_of(wildcards.model),
        dtype=settings.extraction.dtype,
        tokens_per_batch=settings.extraction.tokens_per_batch,
        held_mb=2 * settings.extraction.slab_mb,
    )


def runtime_of_model(wildcards, attempt):
    """Of one pass over a shard on the machine of the config's key `plan`."""
    machine, dataset = settings.plan, experiment.datasets[wildcards.dataset]
    tokens = size_of(wildcards.dataset).tokens // dataset.shards
    flops = forward_flops(shape_of(wildcards.model), tokens=tokens, context=dataset.context)
    return attempt * minutes(flops / (machine.flops_per_second * machine.utilisation), least=20)


def disk_of_model(wildcards, attempt):
    """The weights, as they come and as they are copied, and the store that is written."""
    weights = weight_mb(shape_of(wildcards.model), dtype="float32")
    return attempt * (1000 + 2 * weights + store_mb([store_of_shard(wildcards.model, wildcards.dataset)]))


def disk_of_weights(wildcards, attempt):
    return attempt * (1000 + 2 * weight_mb(shape_of(wildcards.model), dtype="float32"))


def memory_of_study(wildcards, input, attempt):
    """Of case studies that run a model in float32 with its head, and may read stores."""
    study = settings.casestudies
    logits = memory_for_logits(tokens_per_batch=study.tokens_per_batch)
    stores = stores_of(input) if hasattr(input, "manifests") else []
    return attempt * memory_to_run(
        shape_of(wildcards.model),
        dtype="float32",
        tokens_per_batch=study.tokens_per_batch,
        held_mb=logits + memory_to_read(stores, examples=settings.probing.examples.max_rows),
    )


def memory_of_layers(wildcards, input, attempt):
    """Of jobs that read stores layer by layer, and no model."""
    return attempt * memory_to_read(stores_of(input), examples=settings.probing.examples.max_rows)


def runtime_of_layers(wildcards, input, attempt):
    """Of reading and fitting once; a proof of optimality may take a day."""
    if getattr(wildcards, "method", None) == "optimal":
        return attempt * 24 * 60
    seconds = store_mb(stores_of(input)) * 1e6 / settings.plan.probe_bytes_per_second
    return attempt * minutes(seconds, least=10)


def runtime_of_resamples(wildcards, input, attempt):
    return settings.probing.stability.draws * runtime_of_layers(wildcards, input, attempt)


def disk_of_layers(wildcards, input, attempt):
    return attempt * (1000 + store_mb(stores_of(input)))


def memory_of_training(wildcards, attempt):
    recipe = experiment.origins[wildcards.model].origin
    return attempt * memory_to_train(
        shape_of(wildcards.model), tokens_per_batch=recipe.batch * recipe.context
    )


def growing(amount):
    """So much at the first attempt, twice that at the second."""
    return lambda wildcards, attempt: amount * attempt


# Tables, figures, the report, tokenizers: seconds, little memory.
OF_SMALL_JOB = dict(mem_mb=growing(2000), runtime=growing(20), disk_mb=growing(2000))
# Sources, documents, tokens.
OF_TEXT = dict(mem_mb=memory_of_text_job, runtime=growing(120), disk_mb=disk_of_text_job)
# Probes of tokens, which read no stores.
OF_ROWS = OF_TEXT | dict(runtime=growing(20))
# Weights that are copied and hashed.
OF_WEIGHTS = dict(mem_mb=growing(2000), runtime=growing(120), disk_mb=disk_of_weights)
# Small models that are trained here.
OF_TRAINING = dict(mem_mb=memory_of_training, runtime=growing(120), disk_mb=disk_of_weights)
# Passes of a model over a dataset.
OF_MODEL = dict(mem_mb=memory_of_model, runtime=runtime_of_model, disk_mb=disk_of_model, **GPU)
# Case studies that run a model.
OF_STUDY = dict(mem_mb=memory_of_study, runtime=growing(240), disk_mb=disk_of_weights, **GPU)
# Probes, and whatever else reads stores.
OF_LAYERS = dict(mem_mb=memory_of_layers, runtime=runtime_of_layers, disk_mb=disk_of_layers)
OF_RESAMPLES = dict(mem_mb=memory_of_layers, runtime=runtime_of_resamples, disk_mb=disk_of_layers)
# Layers with planted neurons.
OF_TRIAL = dict(mem_mb=growing(4000), runtime=growing(60), disk_mb=growing(2000))
