import type { PublishedChange } from './changes.js'
import { attributionOf, LICENCE_URL, type OpenTown } from './open-town.js'

/** Source: https://www.sitemaps.org/protocol.html */
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** The map of maps: one for each commune whose pages search engines may read. Pure. */
export function siteMapIndex(addresses: readonly string[]): string {
  const maps = addresses.map((address) => `<sitemap><loc>${escapeXml(`${address}/sitemap.xml`)}</loc></sitemap>`)
  return `${XML_START}<sitemapindex ${NAMESPACE}>\n${maps.join('\n')}\n</sitemapindex>\n`
}

/** The pages of a commune, each with the day on which it was changed. Pure. */
export function townMap({ address, entries, modifiedAt }: OpenTown): string {
  const pages = [{ address, modifiedAt }, ...entries.values()].map((page) => {
    const changed = page.modifiedAt && `<lastmod>${escapeXml(page.modifiedAt)}</lastmod>`
    return `<url><loc>${escapeXml(page.address)}</loc>${changed}</url>`
  })
  return `${XML_START}<urlset ${NAMESPACE}>\n${pages.join('\n')}\n</urlset>\n`
}

/** What search engines may read, and where the map is. Pure. */
export function robotsFile(mapAddress: string): string {
  return `User-agent: *\nDisallow: /api/\nDisallow: /admin\nDisallow: /console\n\nSitemap: ${mapAddress}\n`
}

/** A text inside XML. Pure. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}

/** JSON inside a page: nothing in it ends the block that holds it, nor begins a comment there. Pure. */
export function jsonInPage(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The start of every XML file. */
export const XML_START = '<?xml version="1.0" encoding="utf-8"?>\n'

/** The changes of a commune's entries as an Atom feed. Source: RFC 4287. Pure. */
export function changeFeed(town: OpenTown, changes: readonly PublishedChange[]): string {
  const { address, commune, words, modifiedAt, now } = town
  const own = `${address}/changes.atom`
  // What was never published changed when it was installed; a day begins at midnight.
  const updated = changes[0]?.at ?? (modifiedAt ? new Date(modifiedAt).toISOString() : now.toISOString())
  const rights = `${words.say('fr', 'licence.name')} (${LICENCE_URL}). ${attributionOf(town, 'fr')}`
  const lines = [
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">',
    element('id', own),
    element('title', words.say('fr', 'feed', { commune: commune.nom })),
    element('updated', updated),
    `<author>${element('name', commune.nom)}</author>`,
    element('rights', rights),
    `<link rel="self" type="application/atom+xml" href="${escapeXml(own)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(address)}"/>`,
    `<link rel="license" href="${escapeXml(LICENCE_URL)}"/>`,
    ...changes.map((change) => changeInFeed(change, address)),
    '</feed>',
  ]
  return `${XML_START}${lines.join('\n')}\n`
}

function changeInFeed({ id, entryId, title, at, told }: PublishedChange, address: string): string {
  return [
    '<entry>',
    element('id', `${address}/${id}`),
    element('title', title),
    element('updated', at),
    `<link rel="alternate" type="text/html" href="${escapeXml(`${address}/${entryId}`)}"/>`,
    element('summary', told),
    '</entry>',
  ].join('')
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}
