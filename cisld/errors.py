"""Errors: one root, few kinds, one exit code each; an error is one line: where, what is there, what to do."""

from __future__ import annotations

OK = 0
FINDINGS = 1


class CisldError(Exception):
    """Say in one line where the fault is, what is there and what to do.

    >>> print(InputError("CIS012", "cisld:signedOn is 1999-13-08.", "Write YYYY-MM-DD.", "a.ttl:3:7"))
    a.ttl:3:7: CIS012 cisld:signedOn is 1999-13-08. Write YYYY-MM-DD.
    """

    exit_code = 4

    def __init__(self, code: str, what: str, todo: str = "", where: str = "") -> None:
        self.code, self.what, self.todo, self.where = code, what, todo, where
        super().__init__(code, what, todo, where)

    def __str__(self) -> str:
        head = f"{self.where}: " if self.where else ""
        return head + " ".join(part for part in (self.code, self.what, self.todo) if part)


class UsageError(CisldError):
    """The command line or the settings are wrong (exit code 2)."""

    exit_code = 2


class InputError(CisldError):
    """A file or query cannot be read, or passes a limit (exit code 3)."""

    exit_code = 3


class BugError(CisldError):
    """The tool itself is at fault (exit code 4)."""

    exit_code = 4


class NetworkError(CisldError):
    """The user asked for the network and it did not answer (exit code 5)."""

    exit_code = 5


CODES = {
    "CIS001": "The file or folder does not exist.",
    "CIS002": "The file is not UTF-8.",
    "CIS003": "The file cannot be read.",
    "CIS004": "The ending of the file names no RDF format.",
    "CIS005": "The text breaks the grammar of its format.",
    "CIS006": "A prefix is used that is not declared.",
    "CIS007": "An XML document type declaration could expand without limit or reach outside the file.",
    "CIS008": "There is no RDF file to work on.",
    "CIS009": "The file is nested deeper, or is larger, than the limit.",
    "CIS010": "The output cannot be written.",
    "CIS011": "The file would change its meaning by being formatted.",
    "CIS012": "The formatted file differs from the file.",
    "CIS020": "The folder is not a project: no cisld.toml in it or above it.",
    "CIS021": "cisld.toml is not valid TOML.",
    "CIS022": "cisld.toml has a key that is not known.",
    "CIS023": "A key of cisld.toml has a value of the wrong kind.",
    "CIS024": "cisld.toml lacks a key that is needed.",
    "CIS025": "The folder for the new project is not empty.",
    "CIS026": "A derived file is not what its query gives.",
    "CIS027": "The query of a derived file does not construct triples.",
    "CIS030": "A name has no meaning here: the prefix is not known, or nothing has this label.",
    "CIS031": "A label names more than one thing.",
    "CIS032": "Nothing in the data has this name.",
    "CIS040": "The command line is incomplete or contradicts itself.",
    "CIS050": "The output format cannot hold what the input says.",
    "CIS051": "The project's name cannot name the files that are built.",
    "CIS052": "The output folder holds files that `cisld build` did not write.",
    "CIS060": "A wording or number that the data call printed is not in the lines that they name.",
    "CIS061": "The text of a book is not at hand, or there are two.",
    "CIS062": "The text of a book is not the one that the data were read from.",
    "CIS063": "An attestation names a segment that has no lines in the data.",
    "CIS064": "A line of a text is neither attested nor said to hold no fact.",
    "CIS065": "The number of a figure is not the one that is printed for it.",
    "CIS070": "A comment that asks to ignore a rule names no rule, or gives no reason.",
    "CIS071": "A comment asks to ignore a rule that finds nothing there.",
    "CIS072": "A statement is written twice.",
    "CIS073": "A prefix stands for different namespaces in different places.",
    "CIS074": "A shape checks nothing: its target selects no node, or nothing refers to it.",
    "CIS075": "A language tag is written with capital letters.",
    "CIS076": "A line of the baseline cannot be read.",
    "CIS090": "A fault of cisld itself.",
    "CIS100": "The shapes graph holds no shape.",
    "CIS101": "A term of the SHACL namespace that SHACL does not have.",
    "CIS102": "A shape breaks a syntax rule of the Recommendation.",
    "CIS103": "A parameter has a value of the wrong kind or datatype.",
    "CIS104": "A list that is not a well-formed SHACL list.",
    "CIS105": "A path that is not a well-formed SHACL property path.",
    "CIS106": "A shape that refers to itself (recursion).",
    "CIS107": "A pattern that is not a regular expression of XPath.",
    "CIS108": "A pattern that needs more time than the limit.",
    "CIS109": "A SPARQL query that cannot be parsed or run.",
    "CIS110": "A SPARQL query that breaks a rule of pre-binding.",
    "CIS111": "A feature outside SHACL Core and SHACL-SPARQL.",
    "CIS112": "More results than the limit.",
    "CIS113": "A shape was asked for that the shapes graph does not have.",
    "CIS201": "The query breaks the grammar of SPARQL 1.1.",
    "CIS202": "The query uses a prefix that neither it nor the project declares.",
    "CIS203": "The text is an update, which changes data; only queries are answered.",
    "CIS204": "The query asks for another graph or another server; only the project's own data are read.",
    "CIS205": "The query is longer, deeper or larger than a limit.",
    "CIS206": "The query took longer than its time limit.",
    "CIS207": "The query took more memory than its limit.",
    "CIS208": "The query ended the process that evaluated it.",
    "CIS209": "This system cannot hold a query to limits.",
    "CIS210": "There is no saved query of this name.",
    "CIS211": "The query has no parameter of this name.",
    "CIS212": "A parameter of the query has neither value nor default.",
    "CIS213": "The value of a parameter is not of its type.",
    "CIS214": "The header of a saved query (its lines with #+) cannot be read.",
    "CIS215": "A parameter stands in the query where no constant can stand.",
    "CIS216": "The format does not fit the form of the query.",
    "CIS217": "The answer of a saved query is not the one that it says to expect.",
    "CIS218": "A saved query lacks its question, its expected answer, or a default that its check needs.",
    "CIS219": "The engine cannot evaluate the query.",
    "CIS220": "The IRI given for a parameter is nowhere in the data.",
    "CIS230": "The endpoint cannot be reached.",
    "CIS231": "The endpoint gives no whole answer in time.",
    "CIS232": "The endpoint refuses the request, or is not ready for it after several tries.",
    "CIS233": "The endpoint sends requests on to another place.",
    "CIS234": "The answer of the endpoint cannot be read.",
    "CIS235": "The answer of the endpoint is larger than a limit.",
    "CIS236": "The endpoint gives other rows than it counts: it cuts answers, or the data change.",
    "CIS237": "Blank nodes would need more than one answer, and the endpoint names them anew in each.",
    "CIS238": "The graph behind the endpoint is empty.",
    "CIS301": "Statements contradict each other by the rules of OWL 2 RL.",
    "CIS302": "An axiom of the ontology is not in the profile of OWL 2.",
    "CIS310": "A link to Wikidata is not the IRI of an item.",
    "CIS311": "Two things are said to be one item of Wikidata.",
    "CIS312": "A thing is said to be two items of Wikidata.",
    "CIS313": "An item of Wikidata is of a class that most other things of the kind exclude.",
    "CIS314": "Things that are different are linked to one IRI as the same.",
    "CIS315": "An IRI is written in another way than its namespace (http or https, with or without www).",
    "CIS316": "An IRI has a percent-encoding that escapes nothing, or that makes it another IRI.",
    "CIS317": "A word of Latin letters has look-alikes of another script.",
    "CIS318": "A term has characters that cannot be seen or that turn the direction of the text.",
    "CIS319": "A text is not in Unicode Normalization Form C.",
    "CIS320": "A language tag names no language.",
    "CIS321": "A number is larger or finer than queries can add.",
    "CIS322": "A literal is no value of its datatype, such as a date that is not in the calendar.",
    "CIS330": "A thing ended before it began.",
    "CIS331": "The time of a part lies outside that of its whole.",
    "CIS332": "What is told as a fact lies after the writing of its latest source: a plan.",
    "CIS333": 'A date rests on words such as "this year", and nothing tells how the year is known.',
    "CIS334": "Nobody is said to chair an organisation between two terms.",
    "CIS335": "A relation began before one of its parties was founded.",
    "CIS340": "A stated change does not fit the stated levels or another change.",
    "CIS341": "Shares of one whole are more than 100 per cent.",
    "CIS342": "A part is more than its whole.",
    "CIS343": "A total since the start falls.",
    "CIS344": "A figure is more than twenty times another of its series next to it in time.",
    "CIS345": "A total is not the sum of its parts.",
    "CIS346": "Two amounts imply a rate of exchange far from that of other pairs.",
    "CIS347": "A change fits the levels only if an increment is read as an index, or an index as an increment.",
}
"""Each code of an error or finding that is not a rule of shapes, with what it means."""
