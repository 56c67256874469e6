import { useLayoutEffect } from 'preact/hooks'

/** Where somebody is in the administration: `#/entries/abri-jardin/history?show=all`. */
export interface AdminPlace {
  /** Name of the page; empty at the beginning. */
  page: string
  /** What follows it: `['abri-jardin', 'history']`. */
  path: readonly string[]
  /** What is chosen there, kept in the address so that it can be shared and come back to. */
  chosen: ReadonlyMap<string, string>
}

/** Reads the address's fragment. Never throws. */
export function parsePlace(hash: string): AdminPlace {
  const [path = '', chosen = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [page = '', ...rest] = path.split('/').map(decode)
  return { page, path: rest.filter((part) => part !== ''), chosen: new Map(new URLSearchParams(chosen)) }
}

/** Whether two places are the same part of the same page, whatever is chosen there. */
export function isSamePart(one: AdminPlace, other: AdminPlace): boolean {
  return hrefOf(one.page, one.path) === hrefOf(other.page, other.path)
}

/** The fragment of a place, for links. What is chosen as an empty text is left out. */
export function hrefOf(page: string, path: readonly string[] = [], chosen: Record<string, string> = {}): string {
  const kept = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== '')).toString()
  return `#/${[page, ...path].map(encodeURIComponent).join('/')}${kept && `?${kept}`}`
}

/**
 * Follows the address's fragment as it changes, from the moment that the page shows: a link may be pressed before the browser has rested.
 * @param follow that of the first rendering is called
 */
export function useHashChange(follow: (event: HashChangeEvent) => void): void {
  useLayoutEffect(() => {
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
