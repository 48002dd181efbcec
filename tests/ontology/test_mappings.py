"""The mappings are SSSOM tables (https://mapping-commons.github.io/sssom/) about terms that exist."""

import csv
import io
import re

import pytest

COLUMNS = "subject_id subject_label predicate_id object_id object_label mapping_justification confidence comment"
PREDICATES = {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
VOCABULARIES = "dbpedia eli fibo gist jolux schema wikidata"
CISLD = "https://w3id.org/cisld/ontology#"
CODE = "https://w3id.org/cisld/code#"


def read(path):
    """Return the header lines and the rows of an SSSOM table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    return head, list(csv.DictReader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t"))


def test_each_vocabulary_has_one_table(mappings):
    assert [path.name for path in mappings] == [f"{name}.sssom.tsv" for name in VOCABULARIES.split()]


def test_columns_are_those_of_sssom_and_rows_are_sorted_without_repeats(mappings):
    for path in mappings:
        rows = read(path)[1]
        keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]
        assert list(rows[0]) == COLUMNS.split(), path
        assert keys == sorted(set(keys)), path


def test_each_prefix_is_in_the_curie_map_and_each_of_the_map_is_used(mappings):
    for path in mappings:
        head, rows = read(path)
        mapped = {line[1:].split(":")[0].strip() for line in head if line.startswith("#  ")}
        columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
        assert mapped == {row[column].split(":")[0] for row in rows for column in columns}, path


def test_subjects_are_terms_of_the_ontology_under_their_english_label(mappings, terms):
    labels = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
    for path in mappings:
        for row in read(path)[1]:
            prefix, name = row["subject_id"].split(":")
            subject = {"cisld": CISLD, "code": CODE}[prefix] + name
            found = {t.value for label in labels for t in terms.facts[subject][label] if t.language == "en"}
            assert found == {row["subject_label"]}, row


def test_predicates_confidence_and_justification_are_in_their_ranges(mappings):
    for path in mappings:
        for row in read(path)[1]:
            assert row["predicate_id"] in PREDICATES
            assert row["confidence"] in ("0.6", "0.9")
            assert row["mapping_justification"] == "semapv:ManualMappingCuration"
            assert row["object_label"]


def test_wikidata_objects_are_properties_or_items(mappings):
    (path,) = [path for path in mappings if path.name.startswith("wikidata")]
    for row in read(path)[1]:
        assert re.fullmatch(r"wdt:P[1-9]\d*|wd:Q[1-9]\d*", row["object_id"]), row


@pytest.mark.parametrize("field", ["license", "mapping_set_id", "mapping_set_version"])
def test_each_table_says_its_licence_name_and_version(mappings, field):
    for path in mappings:
        assert any(line.startswith(f"#{field}: ") for line in read(path)[0]), path
