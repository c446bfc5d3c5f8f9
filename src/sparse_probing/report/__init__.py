"""The report: a folder of pages that open from disk and need no network."""
