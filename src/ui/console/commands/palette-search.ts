import type { Shortcut } from '../../kit/commands/command.js'

/** What the palette lists, in the order of its groups. */
export const PALETTE_GROUPS = ['recent', 'actions', 'conversations', 'entries', 'pages'] as const
/** One of {@link PALETTE_GROUPS}. */
export type PaletteGroup = (typeof PALETTE_GROUPS)[number]

/** A line of the palette. */
export interface PaletteItem {
  id: string
  group: Exclude<PaletteGroup, 'recent'>
  label: string
  /** A few words beside it. */
  hint?: string
  keys?: Shortcut
  /** More words by which it is found. */
  words?: string
  run: () => void
}

/** Lines of a group, in order. */
export interface PaletteSection {
  group: PaletteGroup
  items: PaletteItem[]
}

/** Most lines of a group: more are not read. */
const MOST = 8
/** Entries are hundreds: they are searched, not listed. */
const LISTED = ['actions', 'conversations', 'pages'] as const

/**
 * What the palette shows for what is typed. Nothing typed: what was used last, then what can be done. Else the lines in which every word is
 * found, accents and capitals aside, those that begin with it first. Pure.
 */
export function searchPalette(
  items: readonly PaletteItem[],
  query: string,
  recentIds: readonly string[],
): PaletteSection[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return listed(items, recentIds)
  const scored = items
    .map((item) => ({ item, score: scoreOf(item, words) + (recentIds.includes(item.id) ? 0.5 : 0) }))
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score)
  return inGroups(scored.map(({ item }) => item))
}

/** Without accents or capitals, typographic signs as they are typed. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").replace(/œ/gi, 'oe').toLowerCase().trim()
}

function listed(items: readonly PaletteItem[], recentIds: readonly string[]): PaletteSection[] {
  const recent = recentIds.flatMap((id) => items.find((item) => item.id === id) ?? [])
  const others = items.filter((item) => LISTED.some((group) => group === item.group) && !recent.includes(item))
  const sections = LISTED.map((group) => ({ group, items: others.filter((item) => item.group === group) }))
  return [{ group: 'recent' as const, items: recent }, ...sections].filter((section) => section.items.length > 0)
}

function inGroups(items: readonly PaletteItem[]): PaletteSection[] {
  const groups = [...new Set(items.map(({ group }) => group))]
  return groups.map((group) => ({ group, items: items.filter((item) => item.group === group).slice(0, MOST) }))
}

/** 0 when a word is not found; 1 for each found somewhere, more at the beginning of a word, most at that of the line. */
function scoreOf({ label, words = '' }: PaletteItem, wanted: readonly string[]): number {
  const [own, more] = [fold(label), fold(words)]
  const scores = wanted.map((word) => {
    if (own.startsWith(word)) return 4
    if (new RegExp(`[\\s'-]${literal(word)}`).test(own)) return 3
    return own.includes(word) ? 2 : more.includes(word) ? 1 : 0
  })
  return scores.includes(0) ? 0 : scores.reduce<number>((sum, score) => sum + score, 0)
}

function literal(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
