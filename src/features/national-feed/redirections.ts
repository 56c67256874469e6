import { elementsOf, parseXml } from './xml-tree.js'

/** Where the pages that are gone lead: a page of the feed (`F…`, `N…`, `R…`) or an address, by the id of the former page. */
export type Redirections = ReadonlyMap<string, string>

/** Reads `redirections.xml`. @throws FeedFileFault */
export function readRedirections(bytes: Uint8Array): Map<string, string> {
  const redirections = new Map<string, string>()
  for (const { name, attributes } of elementsOf(parseXml(bytes))) {
    const to = name === 'RedirectionExterne' ? attributes.toUrl : attributes.to
    if (/^Redirection(Externe)?$/.test(name) && attributes.from && to) redirections.set(attributes.from, to)
  }
  return redirections
}

/**
 * The page at the end of a chain of redirections: the first that is there, else the last that is named. `null` when a page leads nowhere, or when the chain
 * comes back on itself.
 */
export function followRedirections(
  from: string,
  redirections: Redirections,
  isThere: (id: string) => boolean,
): string | null {
  const seen = new Set([from])
  let last: string | null = null
  for (let next = redirections.get(from); next !== undefined; next = redirections.get(next)) {
    if (seen.has(next)) return null
    if (isThere(next)) return next
    seen.add(next)
    last = next
  }
  return last
}
