import type { Commune, Service } from '../../platform/model/commune.js'
import { phoneToDial } from '../../platform/text/phone-number.js'
import type { Span } from '../../platform/text/rich-links.js'
import { describeSchedule } from '../entries/render/describe-hours.js'
import {
  attributionOf,
  LICENCE_URL,
  type OpenEntry,
  type OpenTown,
  onlineOf,
  providerOf,
  servicesOf,
  textOf,
} from './open-town.js'

/** A node of linked data. */
type Node = { '@id'?: string; '@type': string | string[] } & Record<string, unknown>

/** The names of the vocabularies that CPSV-AP takes its words from; nothing of it is fetched. Source: CPSV-AP 3.2.0, https://semiceu.github.io/CPSV-AP/releases/3.2.0/ */
const CONTEXT = {
  adms: 'http://www.w3.org/ns/adms#',
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  locn: 'http://www.w3.org/ns/locn#',
  org: 'http://www.w3.org/ns/org#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  time: 'http://www.w3.org/2006/time#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}
/** The class of an area that a public organisation covers, as the shapes of CPSV-AP 3.2.0 name it. */
const AREA = 'http://data.europa.eu/88u/dataset/atu-type'
const FRENCH = 'http://publications.europa.eu/resource/authority/language/FRA'

const fr = (text: string) => ({ '@value': text, '@language': 'fr' })
const ref = (id: string) => ({ '@id': id })
const date = (at: string) => ({ '@value': at, '@type': at.includes('T') ? 'xsd:dateTime' : 'xsd:date' })

/** Entries of a commune as public services in the words of CPSV-AP 3.2, with all that they name. */
export function publicServices(entries: readonly OpenEntry[], town: OpenTown): object {
  const nodes = entries.flatMap((one) => [serviceNode(one, town), ...partsOf(one, town)])
  const shared = [...datasetNodes(town), ...entries.flatMap((one) => namedBy(one, town))]
  // Two entries name the same subject, or the same body, once.
  const once = new Map(shared.map((node) => [node['@id'], node]))
  return { '@context': CONTEXT, '@graph': [...nodes, ...once.values()] }
}

function serviceNode(one: OpenEntry, town: OpenTown): Node {
  const { address, answer, entry, modifiedAt } = one
  const of = (nodes: readonly Node[]) => nodes.map((node) => ref(node['@id'] ?? ''))
  const named = (name: string, nodes: readonly Node[]) => (nodes.length > 0 ? { [name]: of(nodes) } : {})
  return {
    '@id': `${address}#service`,
    '@type': 'cpsv:PublicService',
    'dct:identifier': address,
    'dct:title': fr(answer.title),
    'dct:description': fr(answer.summary),
    'dct:language': ref(FRENCH),
    'dct:spatial': ref(`${town.address}#territoire`),
    'dct:isPartOf': ref(`${town.address}#donnees`),
    'dct:modified': date(modifiedAt),
    'dct:license': ref(LICENCE_URL),
    ...(entry.source.url && { 'dct:source': ref(entry.source.url) }),
    'cv:thematicArea': ref(subjectId(one, town)),
    'cv:hasCompetentAuthority': ref(authorityId(one, town)),
    ...named('cv:hasChannel', channelNodes(one, town)),
    ...named('cv:contactPoint', contactNodes(one, town)),
    ...named('cv:hasCost', costNodes(one)),
    ...named('cpsv:hasInput', evidenceNodes(one)),
  }
}

function partsOf(one: OpenEntry, town: OpenTown): Node[] {
  return [...channelNodes(one, town), ...contactNodes(one, town), ...costNodes(one), ...evidenceNodes(one)]
}

/** On the spot at each service, then online and by appointment. */
function channelNodes(one: OpenEntry, { commune, address }: OpenTown): Node[] {
  const places = servicesOf(one, commune).map(({ id, service }) => ({
    ...identified(`${one.address}#guichet-${id}`, 'cv:Channel'),
    'dct:description': fr([service.nom, service.adresse].filter(Boolean).join(', ')),
    'cv:ownedBy': ref(`${address}#commune`),
    ...openingHours(service),
  }))
  const online = onlineOf(one).map(({ id, label, url }) => ({
    ...identified(`${one.address}#${id}`, 'cv:Channel'),
    'dct:description': fr(label),
    'foaf:page': ref(url),
  }))
  return [...places, ...online]
}

function contactNodes(one: OpenEntry, { commune }: OpenTown): Node[] {
  return servicesOf(one, commune)
    .filter(({ service: { telephone, courriel } }) => telephone !== '' || courriel !== '')
    .map(({ id, service }) => ({
      '@id': `${one.address}#contact-${id}`,
      '@type': 'cv:ContactPoint',
      ...(service.telephone && { 'cv:telephone': phoneToDial(service.telephone) }),
      ...(service.courriel && { 'cv:email': service.courriel }),
      ...openingHours(service),
    }))
}

function openingHours(service: Service) {
  const told = describeSchedule(service)
  return told ? { 'cv:openingHours': { '@type': 'time:TemporalEntity', 'dct:description': fr(told) } } : {}
}

/** What an entry says of the cost, in its words: it gives no amount that a program could add up. */
function costNodes(one: OpenEntry): Node[] {
  const cost = textOf(one, 'cost')
  return cost ? [{ ...identified(`${one.address}#cout`, 'cv:Cost'), 'dct:description': fr(cost) }] : []
}

/** The papers to bring, each line of the list. */
function evidenceNodes({ address, answer }: OpenEntry): Node[] {
  const papers = answer.sections.filter(({ key }) => key === 'papers').flatMap(({ blocks }) => blocks)
  const words = (spans: readonly Span[]) => spans.map(({ text }) => text).join('')
  return papers
    .flatMap((block) => (block.kind === 'list' ? block.items : []))
    .map((item, index) => ({
      ...identified(`${address}#piece-${index + 1}`, 'cv:Evidence'),
      'dct:title': fr(words(item)),
    }))
}

function identified(id: string, type: string): Node {
  return { '@id': id, '@type': type, 'dct:identifier': id }
}

function subjectId({ entry }: OpenEntry, { address }: OpenTown): string {
  return `${address}#sujet-${entry.category}`
}

function authorityId(one: OpenEntry, town: OpenTown): string {
  const { id } = providerOf(one, town)
  return id === 'organisme' ? `${one.address}#organisme` : `${town.address}#${id}`
}

/** What an entry names that others may name too: its subject, and who is competent. */
function namedBy(one: OpenEntry, town: OpenTown): Node[] {
  return [
    {
      '@id': subjectId(one, town),
      '@type': 'skos:Concept',
      'skos:prefLabel': fr(town.words.subject('fr', one.entry.category)),
    },
    organisation(authorityId(one, town), providerOf(one, town).name, town),
  ]
}

function organisation(id: string, name: string, { address }: OpenTown): Node {
  return {
    ...identified(id, ''),
    '@type': ['cv:PublicOrganisation', 'org:Organization', 'foaf:Agent'],
    'skos:prefLabel': fr(name),
    'dct:title': fr(name),
    'dct:spatial': ref(`${address}#territoire`),
  }
}

/** The data of a commune as a whole, its area and its language. */
function datasetNodes(town: OpenTown): Node[] {
  const { address, commune, modifiedAt, words } = town
  const name = words.say('fr', 'all', { commune: commune.nom })
  return [
    {
      '@id': `${address}#donnees`,
      '@type': 'dcat:Dataset',
      'dct:title': fr(name),
      'dct:description': fr(words.say('fr', 'intro', { commune: commune.nom })),
      'dct:publisher': ref(`${address}#commune`),
      'dct:license': ref(LICENCE_URL),
      'dct:bibliographicCitation': fr(attributionOf(town, 'fr')),
      ...(modifiedAt && { 'dct:modified': date(modifiedAt) }),
      'dcat:landingPage': ref(address),
    },
    { '@id': address, '@type': 'foaf:Document' },
    organisation(`${address}#commune`, commune.nom, town),
    area(address, commune),
    { '@id': FRENCH, '@type': 'dct:LinguisticSystem' },
  ]
}

function area(address: string, { nom }: Commune): Node {
  return { '@id': `${address}#territoire`, '@type': ['dct:Location', AREA], 'locn:geographicName': fr(nom) }
}
