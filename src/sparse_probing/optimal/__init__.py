"""Optimal sparse probes with a proof, on SCIP; docs/optimal.md derives the bounds."""
