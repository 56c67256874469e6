import { GUIDE_COMMANDS, type Guide, type GuideCommand } from '../../platform/model/guide.js'
import { fold } from '../../search/french-analyser.js'
import { STOP_WORDS } from '../../search/french-words.js'

/** What the words of a message say to a guide. */
export interface HeardAnswers {
  /** The value heard for each slot; a slot of which two values are heard is left out. */
  values: Record<string, string>
  /** A command, when it is all that is said. */
  command: GuideCommand | null
  /** What else is said, in the citizen's words; empty when nothing of it carries meaning. */
  rest: string
}

/** Words that mean a value of a slot, or a command. */
interface Phrase {
  slot: string
  value: string
  keys: string[]
  /** Its place among the phrases: what comes first wins, of two that are as long. */
  rank: number
}

/** A phrase found at the words `[from, to)` of a message. */
interface Found extends Phrase {
  from: number
  to: number
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** What denies the words that follow it. */
const NEGATIONS = new Set(['pas', 'ni', 'jamais', 'non', 'sans', 'aucun', 'aucune'])
/** "8 ans" beside "mon fils" is no other question. */
const AGE_OR_COUNT = /^(?:\d+|ans?|mois|annees?)$/
/** No slot has a name with a space. */
const COMMANDS = 'guide command'

/**
 * Finds in a message what answers the questions of a guide. The longest words win where two overlap: "mon fils majeur" is not "mon fils". What a negation
 * comes just before is not heard, nor what "pas de" denies. Accents, capitals, plurals and feminine forms do not matter. Pure.
 * @param asking the slot that was asked: labels, replies and commands count only then; `null` for a message that begins a guide
 */
export function hearAnswers(guide: Guide, text: string, asking: string | null): HeardAnswers {
  const forms = text.match(WORD) ?? []
  const words = forms.map(fold)
  const keys = words.map(withoutEnding)
  const phrases = phrasesOf(guide, asking)
  const found = withoutOverlaps(keys.flatMap((key, from) => findPhrases(keys, from, phrases.get(key) ?? [])))
  const bySlot = new Map<string, Set<string>>()
  for (const { slot, value, from } of found) {
    if (isDenied(words, from)) continue
    bySlot.set(slot, (bySlot.get(slot) ?? new Set()).add(value))
  }
  const single = [...bySlot].flatMap(([slot, values]) => (values.size === 1 ? [[slot, [...values].join()]] : []))
  const others = [...words.keys()].filter((at) => !found.some(({ from, to }) => from <= at && at < to))
  const saysMore = others.some((at) => !STOP_WORDS.has(words[at] ?? '') && !AGE_OR_COUNT.test(words[at] ?? ''))
  const rest = saysMore ? others.map((at) => forms[at]).join(' ') : ''
  const { [COMMANDS]: command, ...values } = Object.fromEntries(single) as Record<string, string>
  const isAlone = !saysMore && Object.keys(values).length === 0
  return { values, command: (isAlone && GUIDE_COMMANDS.find((one) => one === command)) || null, rest }
}

function isDenied(words: readonly string[], from: number): boolean {
  const [beforeLast = '', last = ''] = [words[from - 2], words[from - 1]]
  return NEGATIONS.has(last) || (beforeLast === 'pas' && /^de?$/.test(last))
}

/** Phrases by their first word. */
type Phrases = ReadonlyMap<string, Phrase[]>

/** Prepared once for each guide and question; guides never change in place. */
const prepared = new WeakMap<Guide, Map<string | null, Phrases>>()

function phrasesOf(guide: Guide, asking: string | null): Phrases {
  const ofGuide = prepared.get(guide) ?? new Map<string | null, Phrases>()
  prepared.set(guide, ofGuide)
  const phrases = ofGuide.get(asking) ?? byFirstWord(readPhrases(guide, asking))
  ofGuide.set(asking, phrases)
  return phrases
}

function readPhrases(guide: Guide, asking: string | null): Phrase[] {
  const answers = guide.questions.flatMap(({ slot, choices }) =>
    choices.flatMap(({ value, label, words, replies }) =>
      [...words, ...(slot === asking ? [label, ...replies] : [])].map((text) => ({ slot, value, text })),
    ),
  )
  const commands = GUIDE_COMMANDS.flatMap((value) =>
    guide.commands[value].map((text) => ({ slot: COMMANDS, value, text })),
  )
  return [...answers, ...(asking === null ? [] : commands)].map(({ slot, value, text }, rank) => ({
    slot,
    value,
    keys: (text.match(WORD) ?? []).map(fold).map(withoutEnding),
    rank,
  }))
}

function byFirstWord(phrases: readonly Phrase[]): Phrases {
  const byWord = new Map<string, Phrase[]>()
  for (const phrase of phrases) {
    const [first] = phrase.keys
    if (first !== undefined) byWord.set(first, [...(byWord.get(first) ?? []), phrase])
  }
  return byWord
}

function findPhrases(keys: readonly string[], from: number, phrases: readonly Phrase[]): Found[] {
  return phrases
    .filter((phrase) => phrase.keys.every((key, index) => keys[from + index] === key))
    .map((phrase) => ({ ...phrase, from, to: from + phrase.keys.length }))
}

/** Longest first; the same words may answer several slots. */
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = []
  for (const one of [...found].sort((a, b) => b.keys.length - a.keys.length || a.rank - b.rank)) {
    const isTaken = kept.some(({ from, to }) => from < one.to && one.from < to && (from !== one.from || to !== one.to))
    if (!isTaken) kept.push(one)
  }
  return kept
}

/** "perdues", "perdue" and "perdu" are one word; "volé" and "vol" are two. */
function withoutEnding(word: string): string {
  return word.replace(/(?<=....)(?:es?|[sx])$/, '')
}
