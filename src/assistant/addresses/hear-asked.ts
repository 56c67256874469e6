import type { SpokenLanguage } from '../../platform/model/language.js'
import { editsBetween } from '../../platform/text/nearest-name.js'
import { foldFactWord, formsOf } from '../local-facts/fact-tokens.js'
import { ADDRESS_KINDS, type AddressKind, type Streets } from './address.js'
import type { Span } from './find-street.js'
import type { AddressPhrases, AddressWords } from './load-address-words.js'

/** What communes say of their addresses, and how it is asked. */
export interface AddressBook {
  /** `null` where a commune has no such files. */
  streetsOf: (communeId: string) => Streets | null
  words: AddressWords
  tables: AddressTables
}

/** What a message asks of an address. */
export interface AddressAsked {
  language: SpokenLanguage
  kind: AddressKind
  /** Whether it is asked; else it is but named: "et le bureau de vote". */
  isAsked: boolean
  /** Where its words stand. */
  taken: Span[]
}

/** Words by language, made ready. */
export type AddressTables = ReadonlyMap<SpokenLanguage, AddressTable>

/** How something is asked of an address in a language. */
export interface AddressTable {
  kinds: Record<AddressKind, Record<'what' | 'asks' | 'other', readonly string[][]>>
  /** Words that carry no meaning here. */
  filler: ReadonlySet<string>
  /** Whether a letter may be wrong. */
  isLenient: boolean
}

interface Word extends Span {
  forms: readonly string[]
}

/** Letters that an ending may have. */
const MOST_ENDING = 6
/** Letters from which one of a French word may be wrong, but the first; elsewhere, endings make other words of it. */
const ONE_WRONG = 6
/** Words of a message that asks and names no street: longer ones tell a story. */
const MOST_WORDS = 12
const WORD = /[\p{L}\p{M}]+|\p{N}+/gu

/** Makes ready the words of every language. @param fillers words of each language that carry no meaning in facts */
export function addressTables(
  phrases: ReadonlyMap<SpokenLanguage, AddressPhrases>,
  fillers: ReadonlyMap<SpokenLanguage, { filler: readonly string[] }>,
): AddressTables {
  const toWords = (all: readonly string[]) => all.map((phrase) => phrase.split(' ').map(foldFactWord))
  const tables = [...phrases].map(([language, { filler: own, ...kinds }]): [SpokenLanguage, AddressTable] => {
    const nothing = [...own, ...(fillers.get(language)?.filler ?? [])]
    const ready = ADDRESS_KINDS.map((kind) => {
      const { what, asks, other } = kinds[kind]
      return [kind, { what: toWords(what), asks: toWords(asks), other: toWords(other) }]
    })
    const filler = new Set(toWords(nothing).flat())
    return [language, { kinds: Object.fromEntries(ready), filler, isLenient: language === 'fr' }]
  })
  return new Map(tables)
}

/**
 * What a message may be asking of an address, what is asked first; a message that asks for something else of the same subject asks for nothing. Pure.
 * @param languages the language that was recognised, then that of the conversation; the others are tried after them
 */
export function hearAsked(text: string, languages: readonly SpokenLanguage[], tables: AddressTables): AddressAsked[] {
  const words = wordsOf(text)
  const heard = [...new Set([...languages, ...tables.keys()])].flatMap((language) => {
    const table = tables.get(language)
    const kinds = table ? ADDRESS_KINDS.flatMap((kind) => hearKind(words, kind, table) ?? []) : []
    // Two things at once are a question of who has just moved in.
    const isOne = kinds.filter(({ isAsked }) => isAsked).length < 2
    return isOne ? kinds.map((one) => ({ language, ...one })) : []
  })
  return heard.sort((a, b) => Number(b.isAsked) - Number(a.isAsked))
}

function hearKind(
  words: readonly Word[],
  kind: AddressKind,
  { kinds, isLenient }: AddressTable,
): Omit<AddressAsked, 'language'> | null {
  const { what, asks, other } = kinds[kind]
  const subject = spansOf(words, what, isLenient)
  if (subject.length === 0 || spansOf(words, other, isLenient).length > 0) return null
  const asking = spansOf(words, asks, isLenient)
  return { kind, isAsked: asking.length > 0, taken: [...subject, ...asking] }
}

/** Whether a message that asks something names no street and tells a story. Pure. */
export function isStory(text: string): boolean {
  return wordsOf(text).length > MOST_WORDS
}

/** How many words of a text, but for those in some parts of it, carry a meaning. Pure. */
export function wordsBeside(text: string, parts: readonly Span[], isFiller: (word: string) => boolean): number {
  const isOf = ({ from, to }: Span) => parts.some((part) => from < part.to && part.from < to)
  return wordsOf(text).filter((word) => !isOf(word) && !word.forms.some(isFiller)).length
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    forms: formsOf(foldFactWord(word)),
    from: index,
    to: index + word.length,
  }))
}

function spansOf(words: readonly Word[], phrases: readonly string[][], isLenient: boolean): Span[] {
  return words.flatMap(({ from }, at) =>
    phrases
      .filter((phrase) => phrase.every((pattern, index) => isWord(words[at + index], pattern, isLenient)))
      .map((phrase) => ({ from, to: words[at + phrase.length - 1]?.to ?? from })),
  )
}

function isWord(word: Word | undefined, pattern: string, isLenient: boolean): boolean {
  if (!word) return false
  const stem = pattern.endsWith('*') ? pattern.slice(0, -1) : null
  return word.forms.some((form) => {
    if (stem !== null) return form.startsWith(stem) && form.length - stem.length <= MOST_ENDING
    if (form === pattern) return true
    const isLong = isLenient && pattern.length >= ONE_WRONG && form[0] === pattern[0]
    return isLong && Math.abs(form.length - pattern.length) <= 1 && editsBetween(form, pattern) === 1
  })
}
