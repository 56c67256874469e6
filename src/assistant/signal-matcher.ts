import type { SignalPhrases } from '../content/load-signals.js'

/** Signals of danger, by the name of their intent, gravest first. They come before everything else. */
export const DANGER_SIGNALS = ['danger-vital', 'danger-suicide', 'danger-violence', 'danger-child', 'danger-homeless'] as const
/** Signals that count only when they are the whole message. */
export const SMALL_TALK_SIGNALS = ['greeting', 'thanks', 'goodbye', 'who-are-you'] as const
/** Signals about the talk itself, anywhere in the message. */
export const TALK_SIGNALS = ['wish-human', 'not-understood', 'anger'] as const

/** A signal of any of the three kinds. */
export type Signal = (typeof DANGER_SIGNALS)[number] | (typeof SMALL_TALK_SIGNALS)[number] | (typeof TALK_SIGNALS)[number]

/** Finds the signals of a text, gravest first. */
export type SignalMatcher = (text: string) => Signal[]

/** Words that may stand between the words of a phrase without changing it. */
const OPTIONAL = new Set(['ne', 'n', 'pas', 'vraiment', 'bien', 'trop', 'juste', 'svp', 'stp', 'un', 'peu', 'encore', 'a', 'nouveau'])
const NEGATIONS = new Set(['ne', 'n', 'pas'])

/**
 * Prepares phrases for matching. A phrase is found when its words follow one another in the text, whatever the
 * accents, capitals and apostrophes; small talk must be the whole message, politeness aside.
 */
export function createSignalMatcher(phrases: SignalPhrases): SignalMatcher {
  const prepared = new Map(Object.entries(phrases).map(([name, list]) => [name, list.map(toWords)]))
  const courtesies = new Set([...(prepared.get('greeting') ?? []), ...(prepared.get('thanks') ?? [])].map((words) => words.join(' ')))
  return (text) => {
    const words = toWords(text)
    const anywhere = [...DANGER_SIGNALS, ...TALK_SIGNALS].filter((name) =>
      prepared.get(name)?.some((phrase) => containsPhrase(words, phrase)),
    )
    const whole = SMALL_TALK_SIGNALS.filter((name) => isWhole(words, prepared.get(name) ?? [], courtesies))
    return [...anywhere, ...whole.slice(-1)]
  }
}

/** Lower-case words without accents; apostrophes and hyphens separate. */
export function toWords(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function containsPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, start) => matchesAt(words, start, phrase))
}

function matchesAt(words: readonly string[], start: number, phrase: readonly string[]): boolean {
  let at = start
  for (const [index, expected] of phrase.entries()) {
    while (index > 0 && words[at] !== expected && isSkippable(words[at], phrase)) at += 1
    if (words[at] !== expected) return false
    at += 1
  }
  return !(start > 0 && NEGATIONS.has(words[start - 1] ?? '') && !phrase.some((word) => NEGATIONS.has(word)))
}

function isSkippable(word: string | undefined, phrase: readonly string[]): boolean {
  if (word === undefined || !OPTIONAL.has(word)) return false
  // "je ne veux pas mourir" must not be read as "je veux mourir".
  return !NEGATIONS.has(word) || phrase.some((known) => NEGATIONS.has(known))
}

/** Whether a message is one of the phrases, with other courtesies before or after it at most. */
function isWhole(words: readonly string[], phrases: readonly string[][], courtesies: ReadonlySet<string>): boolean {
  if (words.length === 0 || words.length > 12) return false
  return phrases.some((phrase) => {
    if (phrase.length > words.length) return false
    for (let start = 0; start + phrase.length <= words.length; start += 1) {
      const found = phrase.every((word, index) => words[start + index] === word)
      if (found && areCourtesies(words.slice(0, start), courtesies) && areCourtesies(words.slice(start + phrase.length), courtesies)) {
        return true
      }
    }
    return false
  })
}

function areCourtesies(words: readonly string[], courtesies: ReadonlySet<string>): boolean {
  if (words.length === 0) return true
  for (let length = words.length; length > 0; length -= 1) {
    if (courtesies.has(words.slice(0, length).join(' '))) return areCourtesies(words.slice(length), courtesies)
  }
  return false
}
