"""The files of the ontology are written in the Turtle style of the project, one theme a file."""

import re

import pyoxigraph as ox

THEMES = (
    "agreement cisld codes company event external-terms figure link organisation place programme relation source zone"
)
FAMILY = re.compile(r"^([\w-]+:[\w.-]+|<[^>]+>)$", re.M)
PREFIX = re.compile(r"^@prefix ([\w-]*): <([^>]*)> \.$", re.M)


def test_there_is_one_file_for_each_theme(files):
    assert [file.stem for file in files] == THEMES.split()


def test_each_line_is_a_prefix_a_subject_one_fact_or_the_end_of_a_block(files):
    line = re.compile(r"@prefix [\w-]+: <[^>]+> \.|[\w-]+:[\w.-]+|<[^>]+>|  \S.* ;|\.|")
    for file in files:
        text = file.read_bytes().decode("utf-8")
        assert text.endswith("\n.\n"), file
        assert "\r" not in text, file
        assert "\t" not in text, file
        assert [row for row in text.split("\n") if not line.fullmatch(row)] == [], file


def test_blocks_are_sorted_by_iri_and_no_subject_has_two(files):
    for file in files:
        text = file.read_text(encoding="utf-8")
        prefixes = dict(PREFIX.findall(text))
        subjects = [
            name[1:-1] if name[0] == "<" else prefixes[name.split(":")[0]] + name.split(":")[1]
            for name in FAMILY.findall(text)
        ]
        assert subjects == sorted(set(subjects)), file


def test_only_the_prefixes_in_use_are_declared(files):
    for file in files:
        text = file.read_text(encoding="utf-8")
        body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", PREFIX.sub("", text))
        assert {name for name, _ in PREFIX.findall(text)} == set(re.findall(r"(?<![\w@-])([a-z][a-z-]*):", body)), file


def test_no_term_is_described_in_two_files(files):
    seen = {}
    for file in files:
        for subject in {quad.subject.value for quad in ox.parse(path=file)}:
            assert seen.setdefault(subject, file) == file, subject
