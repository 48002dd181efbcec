"""The files of the ontology are one theme each, laid out as the formatter lays them out."""

import pyoxigraph as ox

from cisld.files.formatting import reformat

THEMES = """
agreement cisld codes company event external-terms
figure link organisation place programme relation source zone
"""


def test_there_is_one_file_for_each_theme(files):
    assert [file.stem for file in files] == THEMES.split()


def test_each_file_is_as_the_formatter_writes_it(files):
    for file in files:
        old = file.read_bytes()
        assert reformat(old, file.name).text.encode() == old, file.name


def test_no_term_is_described_in_two_files(files):
    seen = {}
    for file in files:
        for subject in {quad.subject.value for quad in ox.parse(path=file)}:
            assert seen.setdefault(subject, file) == file, subject
