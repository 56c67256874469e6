import { escapeXml, XML_START } from './markup.js'
import type { OpenTown } from './open-town.js'

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
