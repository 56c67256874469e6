import { ADDRESS_KINDS, type AddressKind, type Streets } from '../../platform/model/address.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { editsBetween } from '../../platform/text/nearest-name.js'
import { foldFactWord, formsOf, MOST_ENDING } from '../local-facts/fact-tokens.js'
import {
  type Phrase,
  type PhraseTable,
  readingsAt,
  type Spelling,
  tableOf,
  wordsOfPhrase,
} from '../words/phrase-table.js'
import type { Tables } from '../words/tables.js'
import type { Span } from './find-street.js'

/** What communes say of their addresses, and how it is asked. */
export interface AddressBook {
  /** `null` where a commune has no such files. */
  streetsOf: (communeId: string) => Streets | null
  /** How streets are written, and the entries that say more of each kind, the best first. */
  words: Tables['streets']
  tables: AddressTables
}

/** What a message asks of an address. */
export interface AddressAsked {
  language: RecognisedLanguage
  kind: AddressKind
  /** Whether it is asked; else it is but named: "et le bureau de vote". */
  isAsked: boolean
  /** Where its words stand. */
  taken: Span[]
}

/** Words by language, made ready. */
export type AddressTables = ReadonlyMap<RecognisedLanguage, AddressTable>

/** What a phrase is in a question: the subject, what asks of it, or what makes another question of it. */
const PARTS = ['what', 'asks', 'other'] as const

interface AddressPhrase extends Phrase {
  kind: AddressKind
  part: (typeof PARTS)[number]
}

/** How something is asked of an address in a language. */
export interface AddressTable {
  phrases: PhraseTable<AddressPhrase>
  /** Words that carry no meaning here. */
  filler: ReadonlySet<string>
  /** Whether no letter may be wrong. */
  isFixed: boolean
}

interface Word extends Span {
  forms: readonly string[]
}

/** Letters from which one of a French word may be wrong, but the first; elsewhere, endings make other words of it. */
const ONE_WRONG = 6
const SPELLING: Spelling = {
  mostEnding: MOST_ENDING,
  wrongIn(forms, word, isOpen) {
    const isLong = !isOpen && word.length >= ONE_WRONG
    const isNear = (form: string) => form[0] === word[0] && editsBetween(form, word, 1) === 1
    return isLong && forms.some(isNear) ? 1 : null
  },
}
/** Words of a message that asks and names no street: longer ones tell a story. */
const MOST_WORDS = 12
const WORD = /[\p{L}\p{M}]+|\p{N}+/gu

/** Makes ready the words of every language. @param facts their words that carry no meaning carry none here either */
export function addressTables(words: Tables['addresses'], facts: Tables['facts']): AddressTables {
  const toWords = (phrase: string) => wordsOfPhrase(phrase, foldFactWord)
  const tables = [...words].map(([language, { filler, ...kinds }]): [RecognisedLanguage, AddressTable] => {
    const phrases = ADDRESS_KINDS.flatMap((kind) =>
      PARTS.flatMap((part) => kinds[kind][part].map((phrase) => ({ words: toWords(phrase), kind, part }))),
    )
    const nothing = [...filler, ...(facts.get(language)?.filler ?? [])]
    const isFixed = language !== 'fr'
    return [language, { phrases: tableOf(phrases, SPELLING), filler: new Set(nothing.flatMap(toWords)), isFixed }]
  })
  return new Map(tables)
}

/**
 * What a message may be asking of an address, what is asked first; a message that asks for something else of the same subject asks for nothing. Pure.
 * @param languages the language that was recognised, then that of the conversation; the others are tried after them
 */
export function hearAsked(
  text: string,
  languages: readonly RecognisedLanguage[],
  tables: AddressTables,
): AddressAsked[] {
  const words = wordsOf(text)
  const heard = [...new Set([...languages, ...tables.keys()])].flatMap((language) => {
    const table = tables.get(language)
    const kinds = table ? hearKinds(words, table) : []
    // Two things at once are a question of whoever has just moved in.
    const isOne = kinds.filter(({ isAsked }) => isAsked).length < 2
    return isOne ? kinds.map((one) => ({ language, ...one })) : []
  })
  return heard.sort((a, b) => Number(b.isAsked) - Number(a.isAsked))
}

function hearKinds(words: readonly Word[], { phrases, isFixed }: AddressTable): Omit<AddressAsked, 'language'>[] {
  const said = words.map(({ forms }) => ({ forms, isFixed }))
  const found = words.flatMap(({ from }, at) =>
    readingsAt(said, at, phrases).map(({ phrase, end }) => ({ ...phrase, from, to: words[end - 1]?.to ?? from })),
  )
  return ADDRESS_KINDS.flatMap((kind) => {
    const [subject = [], asking = [], other = []] = PARTS.map((part) =>
      found.flatMap((one) => (one.kind === kind && one.part === part ? { from: one.from, to: one.to } : [])),
    )
    const isMeant = subject.length > 0 && other.length === 0
    return isMeant ? [{ kind, isAsked: asking.length > 0, taken: [...subject, ...asking] }] : []
  })
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
