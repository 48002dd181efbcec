"""Checks: a dataset and its source texts in, findings out: what SHACL cannot say."""
