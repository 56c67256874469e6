import { useLayoutEffect } from 'preact/hooks'
import type { SessionView } from '../../platform/http/shapes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { StaffApi } from './staff-api.js'
import type { Translate } from './words.js'

/** Where somebody is in the administration: `#/entries/abri-jardin/history?show=all`. */
export interface Place {
  /** Name of the page; empty at the beginning. */
  page: string
  /** What follows it: `['abri-jardin', 'history']`. */
  path: readonly string[]
  /** What is chosen there, kept in the address so that it can be shared and come back to. */
  chosen: ReadonlyMap<string, string>
}

/** Reads the address's fragment. Never throws. */
export function parsePlace(hash: string): Place {
  const [path = '', chosen = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [page = '', ...rest] = path.split('/').map(decode)
  return { page, path: rest.filter((part) => part !== ''), chosen: new Map(new URLSearchParams(chosen)) }
}

/** Whether two places are the same part of the same page, whatever is chosen there. */
export function isSamePart(one: Place, other: Place): boolean {
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

/** Where the agent is. On a wide screen every pane shows; on a narrow one, only the pane of `view`. */
export interface Route {
  view: 'queue' | 'conversation' | 'understanding' | 'practice'
  handoffId: string | null
  /** Of `practice`: the exercise that is open; absent for the list. */
  exerciseId?: string
}

const PRACTICE = /^#\/?practice(?:\/([a-z0-9-]{1,80}))?$/
const PATTERN = /^#handoff\/([\w-]{1,80})(\/understanding)?$/

/** Reads the address's fragment; anything unknown is the queue. */
export function parseRoute(hash: string): Route {
  const practice = PRACTICE.exec(hash)
  if (practice) return { view: 'practice', handoffId: null, ...(practice[1] && { exerciseId: practice[1] }) }
  const [, handoffId, understanding] = PATTERN.exec(hash) ?? []
  if (handoffId === undefined) return { view: 'queue', handoffId: null }
  return { view: understanding ? 'understanding' : 'conversation', handoffId }
}

/** The fragment of a route, so that reloading and the browser's Back button work. */
export function formatRoute({ view, handoffId, exerciseId }: Route): string {
  if (view === 'practice') return exerciseId === undefined ? '#/practice' : `#/practice/${exerciseId}`
  if (handoffId === null || view === 'queue') return '#queue'
  return `#handoff/${handoffId}${view === 'understanding' ? '/understanding' : ''}`
}

/** What every section of a page is given. */
export interface SectionProps {
  api: StaffApi
  /** The sentences that all staff pages share; a page has its own besides, see `page-words.ts`. */
  t: Translate
  language: StaffLanguage
}

/** What every page is given. */
export interface PageProps extends SectionProps {
  user: SessionView['user']
  /** Where in the page: what follows its name in the address. */
  place: Place
}
