#!/usr/bin/env bash
# Write envs/requirements.lock, -cluster.lock and -dev.lock from pyproject.toml, with what pip resolves today.
# Versions only: no hashes, hosts or local build tags, so that pip finds the build that fits the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
environment() {
    python3 -m venv "$scratch/$1"
    pip="$scratch/$1/bin/pip"
    "$pip" install --quiet "torch==${TORCH:-2.13.0}"
}
freeze() { "$pip" freeze --exclude sparse-probing --exclude-editable | grep -v '^nvidia-' | sed 's/+cpu$//'; }
environment users
"$pip" install --quiet .
freeze >envs/requirements.lock
"$pip" install --quiet ".[cluster]"
freeze >envs/requirements-cluster.lock
environment developers
"$pip" install --quiet --constraint envs/requirements-cluster.lock ".[dev]"
freeze >envs/requirements-dev.lock
