import { readFile } from 'node:fs/promises'
import jsonld from 'jsonld'
import { Parser, type Quad, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'

/** What schema.org's own context says of the terms that are used here: the vocabulary, and what is an address. Nothing is fetched. */
const SCHEMA_ORG = {
  '@context': {
    '@vocab': 'http://schema.org/',
    schema: 'http://schema.org/',
    ...Object.fromEntries(
      ['url', 'license', 'serviceUrl', 'dayOfWeek', 'mainEntity', 'isPartOf', 'publisher', 'provider'].map((term) => [
        term,
        { '@type': '@id' },
      ]),
    ),
  },
}

/** Reads JSON-LD as a program does that goes nowhere: any other context than schema.org's is refused. */
export async function readLinked(document: object): Promise<Store> {
  const options: object = {
    format: 'application/n-quads',
    // What is neither a known term nor an address would be lost in silence.
    safe: true,
    documentLoader: async (address: string) => {
      if (address !== 'https://schema.org') throw new Error(`${address} would be fetched`)
      return { contextUrl: null, documentUrl: address, document: SCHEMA_ORG }
    },
  }
  const quads = await jsonld.toRDF(document, options)
  return new Store(new Parser({ format: 'N-Quads' }).parse(String(quads)))
}

/** What of a graph breaks the rules of CPSV-AP 3.2: where, which property, which rule. */
export async function breachesOfCpsv(document: object): Promise<string[]> {
  const shapes = new Store(new Parser().parse(await readFile('tests/features/open-data/cpsv-ap-3.2.ttl', 'utf8')))
  const report = await new SHACLValidator(shapes).validate(await readLinked(document))
  return report.results.map(({ focusNode, path, sourceConstraintComponent }) =>
    [focusNode, path, sourceConstraintComponent].map((term) => (term as { value?: string } | null)?.value).join(' '),
  )
}

/** The values of a property of a node. */
export function valuesOf(graph: Store, subject: string, property: string): string[] {
  return graph.getQuads(subject, property, null, null).map(({ object }: Quad) => object.value)
}
