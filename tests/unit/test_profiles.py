import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CLUSTERS = ["slurm", "kubernetes"]
OF_ONE_MACHINE = {"resources", "cores", "scheduler-subsample"}


def profile(name):
    return yaml.safe_load((ROOT / "profiles" / name / "config.yaml").read_text(encoding="utf-8"))


def locked(name):
    lines = (ROOT / "envs" / name).read_text(encoding="utf-8").split()
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("name", CLUSTERS)
def test_a_profile_that_stands_in_for_the_default_keeps_what_holds_everywhere(name):
    default = profile("default")
    kept = {key: profile(name).get(key) for key in default.keys() - OF_ONE_MACHINE}
    assert kept == {key: default[key] for key in kept}


@pytest.mark.parametrize("name", CLUSTERS)
def test_rules_that_a_profile_groups_are_there(name):
    rules = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "workflow" / "rules").glob("*.smk"))
    groups = dict(entry.split("=") for entry in profile(name)["groups"])
    assert groups.keys() <= set(re.findall(r"^rule (\w+):", rules, flags=re.MULTILINE))
    assert set(groups.values()) == {entry.split("=")[0] for entry in profile(name)["group-components"]}


def test_jobs_on_a_cluster_have_the_packages_of_a_laptop():
    laptop, cluster = locked("requirements.lock"), locked("requirements-cluster.lock")
    # botocore, which S3 needs, does not go with a later one; pandas and matplotlib use it for dates alone
    older = {"python-dateutil"}
    assert {name: cluster[name] for name in laptop if name not in older} == {
        name: version for name, version in laptop.items() if name not in older
    }


def test_what_tests_of_clusters_install_changes_no_version():
    cluster, development = locked("requirements-cluster.lock"), locked("requirements-dev.lock")
    shared = cluster.keys() & development.keys()
    assert {name: cluster[name] for name in shared} == {name: development[name] for name in shared}
