"""pyshacl-turbo over rdflib-turbo's native graph: data file and shapes file in, the number of results out."""

import re
import sys

import pyshacl_turbo
import rdflib
import rdflib_turbo

data = rdflib_turbo.Graph()
data.parse(sys.argv[1], format="turtle")
_, _, text = pyshacl_turbo.validate(data, shacl_graph=rdflib.Graph().parse(sys.argv[2]))
print(re.findall(r"Results \((\d+)\)", text)[0])
