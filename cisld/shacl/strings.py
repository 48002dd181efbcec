"""String-based constraint components (SHACL 4.4): length, pattern and language."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.rdf.literals import language, lexical
from cisld.shacl.codes import ill_formed
from cisld.shacl.constraint import Constraint, Run, ValueConstraint, component
from cisld.shacl.pattern import Pattern, PatternError
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.values import Values


class MinLength(ValueConstraint):
    """SHACL 4.4.1, https://www.w3.org/TR/shacl/#MinLengthConstraintComponent: length in characters, not bytes."""

    least: int
    text: str
    component = component("MinLength")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the blank nodes and what is shorter."""
        return {node for node in nodes if node[0] == "_" or len(lexical(node)) < self.least}


class MaxLength(ValueConstraint):
    """SHACL 4.4.2, https://www.w3.org/TR/shacl/#MaxLengthConstraintComponent: length in characters, not bytes."""

    most: int
    text: str
    component = component("MaxLength")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the blank nodes and what is longer."""
        return {node for node in nodes if node[0] == "_" or len(lexical(node)) > self.most}


class Matching(ValueConstraint):
    """SHACL 4.4.3, https://www.w3.org/TR/shacl/#PatternConstraintComponent: a blank node never matches."""

    shape: str
    pattern: Pattern
    text: str
    component = component("Pattern")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the blank nodes and what does not match."""
        texts = {node: node[1:-1] if node[0] == "<" else lexical(node) for node in nodes if node[0] != "_"}
        try:
            missed = set(self.pattern.missing(texts.values()))
        except PatternError as error:
            raise ill_formed(error.code, self.shape, error.what, error.todo) from None
        bad = {node for node, text in texts.items() if text in missed} if missed else set()
        return bad if len(texts) == len(nodes) else bad | (nodes - texts.keys())


class LanguageIn(ValueConstraint):
    """SHACL 4.4.4, https://www.w3.org/TR/shacl/#LanguageInConstraintComponent: matched as SPARQL's langMatches does."""

    ranges: tuple[str, ...]
    text: str
    component = component("LanguageIn")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes whose language tag is in none of the ranges."""
        exact = tuple(f'"@{tag}' for tag in self.ranges)
        tags = {node: language(node) for node in nodes if not node.endswith(exact)}
        allowed = {tag for tag in {*tags.values()} - {""} if any(_in_range(tag, each) for each in self.ranges)}
        return {node for node, tag in tags.items() if tag not in allowed}


class UniqueLang(Constraint):
    """SHACL 4.4.5, https://www.w3.org/TR/shacl/#UniqueLangConstraintComponent."""

    text: str
    component = component("UniqueLang")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield a focus node for each language tag that more than one value node has."""
        for focus, nodes in values.plural():
            apart = nodes[0][-3:] != nodes[1][-3:]
            if apart and (len(nodes) == 2 or len({node[-3:] for node in nodes}) == len(nodes)):
                continue  # no two end alike, so no two tags are the same
            tags = [tag for tag in map(language, nodes) if tag]
            for tag in dict.fromkeys(tags):
                if tags.count(tag) > 1:
                    yield Violation(focus)


def _in_range(tag: str, range: str) -> bool:
    return range == "*" or tag == range or tag.startswith(range + "-")


def min_length(read: Reader, value: str) -> MinLength:
    """Build the constraint of sh:minLength."""
    least = read.integer("minLength", value)
    return MinLength(least, f"The value must have {least} characters or more.")


def max_length(read: Reader, value: str) -> MaxLength:
    """Build the constraint of sh:maxLength."""
    most = read.integer("maxLength", value)
    return MaxLength(most, f"The value must have no more than {most} characters.")


def pattern(read: Reader, value: str) -> Matching:
    """Build the constraint of sh:pattern with sh:flags."""
    text = read.string("pattern", value)
    flags = read.only("flags")
    try:
        compiled = Pattern(text, read.string("flags", flags) if flags else "")
    except PatternError as error:
        raise ill_formed(error.code, read.node, error.what, error.todo) from None
    return Matching(read.node, compiled, f"The value must match the pattern {text}")


def language_in(read: Reader, value: str) -> LanguageIn:
    """Build the constraint of sh:languageIn."""
    tags = [read.string("languageIn", each) for each in read.list("languageIn", value)]
    return LanguageIn(tuple(tag.lower() for tag in tags), f"The language must be one of {', '.join(tags)}.")


def unique_lang(read: Reader, value: str) -> UniqueLang | None:
    """Build the constraint of sh:uniqueLang; only `true` switches it on."""
    return UniqueLang("No two values may have the same language.") if read.boolean("uniqueLang", value) else None
