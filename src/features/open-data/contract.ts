import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { CATEGORIES, SECTION_KEYS } from '../../platform/model/entry.js'

const text = z.string()
/** ISO day, or instant. */
const moment = z.string()

/** A published entry, whole: French, its variables filled in, as a citizen reads it. */
const openEntry = z.object({
  id: text,
  /** Of its page. */
  url: text,
  title: text,
  summary: text,
  subject: z.enum(CATEGORIES),
  subjectName: text,
  /** Who handles it. */
  provider: text,
  sections: z.array(z.object({ key: z.enum(SECTION_KEYS), title: text, text })),
  online: z.array(z.object({ label: text, url: text })),
  /** Where it is booked, and what is booked there, by name; `null`: the commune proposes no appointment for it. */
  appointment: z.object({ label: text, url: text }).nullable(),
  /** Documents and images. */
  documents: z.array(z.object({ label: text, url: text, type: text, date: text })),
  /** Services of the commune to which it sends. */
  services: z.array(z.object({ name: text, address: text, phone: text, email: text })),
  /** National fiches of Service-Public that it is about. */
  nationalFiches: z.array(text),
  source: z.object({ name: text, url: text, licence: text, date: text }),
  verifiedAt: moment.nullable(),
  validFrom: moment.nullable(),
  validUntil: moment.nullable(),
  modifiedAt: moment,
})

/** All that a commune publishes. */
const openEntries = z.object({
  commune: z.object({ id: text, name: text, url: text }),
  licence: z.object({ name: text, url: text }),
  /** What whoever uses it again names. */
  attribution: text,
  modifiedAt: moment,
  entries: z.array(openEntry),
})

/** See {@link openEntry}. */
export type OpenEntryView = z.infer<typeof openEntry>
/** See {@link openEntries}. */
export type OpenEntriesView = z.infer<typeof openEntries>

const open = {
  method: 'get',
  access: 'anyone',
  errors: [404, 503],
  underNames: true,
  atRoot: true,
} as const satisfies Partial<Route>

/**
 * What a commune publishes, for whoever reads it or uses it again. The same for everyone, and read by pages of any site. Files have a dot in their names,
 * entries never have one.
 */
export const openDataRoutes = {
  robots: route({
    ...open,
    path: '/robots.txt',
    summary: 'What search engines may read, and where the map of the site is',
    mediaType: 'text/plain',
    answer: text,
    errors: [503],
  }),
  siteMap: route({
    ...open,
    path: '/sitemap.xml',
    summary: 'The maps of the communes’ published entries',
    mediaType: 'application/xml',
    answer: text,
    errors: [503],
  }),
  townMap: route({
    ...open,
    path: '/fiches/{communeId}/sitemap.xml',
    summary: 'The addresses of a commune’s published entries, with the day on which each was changed',
    mediaType: 'application/xml',
    answer: text,
  }),
  feed: route({
    ...open,
    path: '/fiches/{communeId}/changes.atom',
    summary: 'What changed in a commune’s published entries, the newest first: new, changed and withdrawn ones',
    mediaType: 'application/atom+xml',
    answer: text,
  }),
  json: route({
    ...open,
    path: '/fiches/{communeId}/fiches.json',
    summary: 'All published entries of a commune, whole, under Licence Ouverte 2.0',
    answer: openEntries,
  }),
  csv: route({
    ...open,
    path: '/fiches/{communeId}/fiches.csv',
    summary: 'All published entries of a commune, one a line, under Licence Ouverte 2.0',
    mediaType: 'text/csv',
    answer: text,
  }),
  catalogue: route({
    ...open,
    path: '/fiches/{communeId}/fiches.jsonld',
    summary: 'All published entries of a commune as public services (CPSV-AP 3.2)',
    mediaType: 'application/ld+json',
    answer: text,
  }),
  colours: route({
    ...open,
    path: '/fiches/{communeId}/couleurs.css',
    summary: 'The colours of the commune, for its pages of entries',
    mediaType: 'text/css',
    answer: text,
  }),
  linked: route({
    ...open,
    path: '/fiches/{communeId}/{entryId}.jsonld',
    summary: 'A published entry as a public service (CPSV-AP 3.2)',
    mediaType: 'application/ld+json',
    answer: text,
    errors: [404, 410, 503],
  }),
  entry: route({
    ...open,
    path: '/fiches/{communeId}/{entryId}',
    summary: 'The public page of an entry, without script; `langue` is `fr` or `en`',
    mediaType: 'text/html',
    answer: text,
    errors: [404, 410, 503],
  }),
  index: route({
    ...open,
    path: '/fiches/{communeId}',
    summary: 'All published entries of a commune by subject, as a page without script; `langue` is `fr` or `en`',
    mediaType: 'text/html',
    answer: text,
  }),
}
