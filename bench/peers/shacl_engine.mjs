// shacl-engine (core components): data file and shapes file in, the number of results out.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const from = createRequire(`${process.cwd()}/`)
const load = async (name) => import(pathToFileURL(from.resolve(name)))
const { Validator } = await load('shacl-engine')
const rdf = (await load('rdf-ext')).default
const N3 = await load('n3')

const read = (path) => rdf.dataset(new N3.Parser({ factory: rdf }).parse(readFileSync(path, 'utf8')))
const axioms = (data) => [...data].filter(quad => quad.predicate.value.endsWith('#subClassOf'))
const data = read(process.argv[2])
const shapes = read(process.argv[3])
for (const quad of axioms(data)) shapes.add(quad) // it reads class hierarchies from the shapes graph alone
const report = await new Validator(shapes, { factory: rdf }).validate({ dataset: data })
console.log(report.results.length)
