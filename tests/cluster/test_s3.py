"""Results in an S3 bucket: the same small experiment, stores included, against a server on the loopback."""

from collections.abc import Iterator

import boto3
import pytest
from cluster_experiment import ClusterExperiment, write_cluster_experiment
from moto.server import ThreadedMotoServer
from tiny_experiment import ROOT

from sparse_probing.files import RECORD_SUFFIX

pytestmark = pytest.mark.cluster

SECRETS = {"SNAKEMAKE_STORAGE_S3_ACCESS_KEY": "nobody", "SNAKEMAKE_STORAGE_S3_SECRET_KEY": "nothing"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a running server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


class Bucket:
    """A bucket, and what tells Snakemake to keep results in it."""

    def __init__(self, endpoint: str, name: str) -> None:
        self._bucket = boto3.resource(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",
        ).create_bucket(Bucket=name)
        self.options = (
            *("--cores", "2", "--default-storage-provider", "s3"),
            *("--default-storage-prefix", f"s3://{name}/runs"),
            *("--storage-s3-endpoint-url", endpoint, "--storage-s3-region", "us-east-1"),
        )

    def content(self) -> dict[str, bytes]:
        """Every result in the bucket by its path below results/: no logs, no times."""
        files = {
            item.key.removeprefix("runs/results/"): item.get()["Body"].read()
            for item in self._bucket.objects.all()
        }
        return {
            path: content
            for path, content in files.items()
            if path.partition("/")[0] not in ("logs", "benchmarks") and "/." not in path
        }

    def remove(self, path: str) -> None:
        """Remove a result."""
        self._bucket.Object(f"runs/results/{path}").delete()


def declared(content: dict[str, bytes]) -> dict[str, bytes]:
    """What rules name as their outputs.

    Others are records, which are for the audit of one machine's disk, and a file that transformers leaves
    beside the weights and nothing reads.
    """
    undeclared = (RECORD_SUFFIX, "/generation_config.json")
    return {path: file for path, file in content.items() if not path.endswith(undeclared)}


def test_results_in_a_bucket_are_those_of_a_local_run(
    endpoint: str, local: ClusterExperiment, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bucket = Bucket(endpoint, "probing")
    experiment = write_cluster_experiment(tmp_path_factory.mktemp("s3"))
    experiment.build(*bucket.options, environment=SECRETS)
    assert bucket.content() == declared(local.content())
    assert not experiment.content()  # nothing stays on this machine
    assert "Nothing to be done" in experiment.build(*bucket.options, environment=SECRETS)
    # Another machine, which has the config alone, goes on from the bucket.
    elsewhere = write_cluster_experiment(tmp_path_factory.mktemp("elsewhere"))
    bucket.remove("tables/confounds.parquet")
    said = elsewhere.build(*bucket.options, environment=SECRETS)
    assert "rule tabulate_confounds" in said and "rule extract_activations" not in said
    assert bucket.content() == declared(local.content())


def test_the_profile_of_kubernetes_is_understood(endpoint: str, local: ClusterExperiment) -> None:
    bucket = Bucket(endpoint, "pods")
    profile = str(ROOT / "profiles" / "kubernetes")
    said = local.build("--workflow-profile", profile, *bucket.options, "--dry-run", environment=SECRETS)
    assert "rule extract_activations" in said
