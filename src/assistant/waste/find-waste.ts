import type { RecognisedLanguage } from '../../platform/model/language.js'
import { explainWords } from '../local-facts/explain-words.js'
import { factTokens } from '../local-facts/fact-tokens.js'
import { isKnown } from '../words/phrase-table.js'
import type { WasteGuide } from './waste.js'
import type { WasteTable } from './waste-table.js'

/** What somebody wants to throw away. */
export interface WasteAsked {
  language: RecognisedLanguage
  /** In the order in which they are named, each by the name that was meant. */
  objects: { id: string; name: string }[]
}

/** More things than these are a list, which the entry on sorting answers better. */
const MOST_OBJECTS = 4
/** Longer messages tell a story. */
const MOST_TOKENS = 30

/**
 * The things of which a message asks where they go, by a question or by their names alone; `null` unless every word of it is explained so: the search answers.
 * Names are heard as they are spelt: among so many, a word of something else is but a letter from one. Pure.
 * @param languages the language that was recognised, then that of the conversation; the others are tried after them
 */
export function findWaste(
  text: string,
  languages: readonly RecognisedLanguage[],
  { guide, tables }: { guide: WasteGuide; tables: readonly WasteTable[] },
): WasteAsked | null {
  const order = new Set([...languages, ...tables.map(({ table }) => table.language)])
  for (const language of order) {
    const table = tables.find((one) => one.table.language === language)
    const objects = table && readWaste(text, table, guide)
    if (objects) return { language, objects }
  }
  return null
}

function readWaste(text: string, { table, stemOf }: WasteTable, guide: WasteGuide): WasteAsked['objects'] | null {
  const tokens = factTokens(text, stemOf)
  if (tokens.length === 0 || tokens.length > MOST_TOKENS) return null
  if (tokens.some((token) => token.kind === 'word' && !isKnown(token.forms, table))) return null
  const explained = explainWords(tokens, table, 'exact')
  if (!explained) return null
  const named = new Map<string, string>()
  const roles = new Set<string>()
  for (const part of explained) {
    if (!('role' in part)) {
      if (part.kind !== 'number') return null
      continue
    }
    roles.add(part.role)
    for (const id of part.ids) named.set(id, part.value)
  }
  if (named.size === 0 || named.size > MOST_OBJECTS) return null
  const isAsked = roles.has('asked')
  if (!isAsked && (roles.has('filler') || [...named.keys()].some((id) => guide.objects.get(id)?.alone === false)))
    return null
  return [...named].map(([id, name]) => ({ id, name }))
}
