import { useEffect, useState } from 'preact/hooks'

/** The pages of the overview, by the fragment of their address. */
const PAGES = { '#/supervision': 'figures', '#/supervision/definitions': 'definitions' } as const
/** A page of the overview. */
export type SupervisionView = (typeof PAGES)[keyof typeof PAGES]

/** The fragment of the overview's first page. */
export const SUPERVISION = '#/supervision'

/** Which page of the overview an address names; `null` for every other one. */
export function supervisionView(hash: string): SupervisionView | null {
  return Object.hasOwn(PAGES, hash) ? PAGES[hash as keyof typeof PAGES] : null
}

/** The page of the overview that the address names now. */
export function useSupervisionView(): SupervisionView | null {
  const [view, setView] = useState(() => supervisionView(location.hash))
  useEffect(() => {
    const follow = () => setView(supervisionView(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return view
}
