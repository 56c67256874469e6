import { attempt } from '../../kit/attempt.js'

const KEY = 'guichet-console:recent'
const MOST = 5

/** Ids of what was last chosen in the palette, latest first. */
export function readRecent(): string[] {
  const kept = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown)
  return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, MOST) : []
}

/** Keeps a choice. Conversations are not kept: nothing of a citizen stays on the computer. */
export function keepRecent(id: string): void {
  if (id.startsWith('handoff:')) return
  const ids = [id, ...readRecent().filter((one) => one !== id)].slice(0, MOST)
  attempt(() => localStorage.setItem(KEY, JSON.stringify(ids)))
}
