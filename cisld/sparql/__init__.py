"""SPARQL: saved queries, their parameters, limits on what a query may ask and take, and the formats of answers."""

CODES = {
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
}
"""Codes of queries, with what each means."""
