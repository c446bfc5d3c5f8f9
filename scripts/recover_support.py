"""Plant neurons that tell a feature in a drawn layer, and see which of them each method finds."""

from sparse_probing.job import Job, log, run_job
from sparse_probing.methods import MethodSettings
from sparse_probing.recovery import Trial, recover
from sparse_probing.settings.synthetic import Synthetic


def main(job: Job) -> None:
    """Draw the parameters of this trial, then its layer."""
    settings, number = job.settings, job.settings["trial"]
    trial = Trial.draw(Synthetic.model_validate(settings["synthetic"]), number)
    log.info("%s", trial)
    chosen = settings["method_settings"].items()
    methods = {name: MethodSettings.of(settings["k"], options) for name, options in chosen}
    recover(trial, methods, seed=number).write_parquet(job.output("trial"))


if __name__ == "__main__":
    run_job(main, inputs=(), outputs=("trial",))
