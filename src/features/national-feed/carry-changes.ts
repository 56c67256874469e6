import { SECTION_KEYS, SHORT_KEYS, SHORT_LENGTH } from '../../platform/model/entry.js'
import { analyse } from '../../search/french-analyser.js'
import { splitSentences } from '../entries/lint/lint-sentence.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import type { LineChange } from './compare-lines.js'
import { type Value, valuesOf } from './row-writer.js'

/** A sentence of the national text, as it was and as it is; empty where there is none. */
export interface SentenceChange {
  before: string
  after: string
}

/** Words of the national text that took the place of others in a field of an entry. */
export interface Replacement extends SentenceChange {
  /** Path of the field: `short.cost`. */
  field: string
}

/** An entry after a change of the national text. */
export interface Carried {
  content: EntryContent
  replaced: Replacement[]
  /** What has no place in the entry, or none that is sure: for a curator to read. */
  left: SentenceChange[]
}

/** Sentences that share so many of their words are one that was rewritten (Jaccard). */
const ALIKE = 0.4
/** A shorter sentence may stand in a text by chance. */
const LEAST_WORDS = 3
/** Stems that a sentence of the entry and one of the national text share when they speak of the same thing. */
const LEAST_SHARED = 2
/** Longest short answer. */
const MOST_SUMMARY = 300
/** What would be read as a mark or a variable in an entry. */
const MARKS = /[*_[\]{}<>`\\]/
/** Where a value of each kind is meant, whatever its sentence says. */
const OWN_FIELDS: Record<Value['kind'], readonly string[]> = {
  amount: ['short.cost', 'sections.cost'],
  time: ['short.delay', 'sections.delay'],
}

/** What was rewritten, sentence by sentence: of lines that went and lines that came, those that are alike, or that stand alone, are pairs. Pure. */
export function sentenceChanges(changes: readonly LineChange[]): SentenceChange[] {
  const pairs: SentenceChange[] = []
  for (let at = 0; at < changes.length; at += 1) {
    const [one, next] = [changes[at], changes[at + 1]]
    if (one?.kind === 'removed' && next?.kind === 'added') {
      pairs.push(...pairUp(sentencesOf(one.lines), sentencesOf(next.lines)))
      at += 1
    } else if (one?.kind === 'removed') pairs.push(...sentencesOf(one.lines).map((before) => ({ before, after: '' })))
    else if (one?.kind === 'added') pairs.push(...sentencesOf(one.lines).map((after) => ({ before: '', after })))
  }
  return pairs.filter(({ before, after }) => plain(before) !== plain(after))
}

function sentencesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => splitSentences(line.replace(/^\s*[-–•]\s+/, '')).map(({ text }) => text))
}

function pairUp(gone: readonly string[], come: readonly string[]): SentenceChange[] {
  const kept = new Set(come.map(plain))
  const left = come.filter((sentence) => !gone.some((one) => plain(one) === plain(sentence)))
  const removed = gone.filter((sentence) => !kept.has(plain(sentence)))
  const isOnly = removed.length === 1 && left.length === 1
  const pairs = removed.map((before) => {
    const stems = new Set(analyse(before))
    const best = left
      .map((after) => ({ after, alike: overlap(stems, new Set(analyse(after))) }))
      .sort((a, b) => b.alike - a.alike)[0]
    if (!best || (best.alike < ALIKE && !isOnly)) return { before, after: '' }
    left.splice(left.indexOf(best.after), 1)
    return { before, after: best.after }
  })
  return [...pairs, ...left.map((after) => ({ before: '', after }))]
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((stem) => other.has(stem)).length
  return shared / Math.max(1, one.size + other.size - shared)
}

/**
 * Puts what has changed in the national text in its place in an entry: where the entry has a sentence of it word for word, the new sentence; where it has only an
 * amount or a time of it, the new one, in the field of such values or in a sentence that speaks of the same. Everything else stays as the town wrote it. Pure.
 * @param now every line of the national text as it is: a value that it still has elsewhere is not replaced
 */
export function carryChanges(
  content: EntryContent,
  changes: readonly SentenceChange[],
  now: readonly string[],
): Carried {
  const texts = textsOf(content)
  const replaced: Replacement[] = []
  const left: SentenceChange[] = []
  const unsure = new Set([...now.flatMap((line) => valuesOf(line).map(({ key }) => key)), ...dividedValues(changes)])
  for (const change of changes) {
    const whole = replaceWhole(texts, change)
    const made = whole.length > 0 ? whole : replaceValues(texts, change, unsure)
    replaced.push(...made)
    if (whole.length === 0 && !isSaid(texts, change)) left.push(change)
  }
  return { content: withTexts(content, texts), replaced, left }
}

/** Whether an entry says what a sentence says now: its very words, or its new amounts and times and none of the former ones. */
function isSaid(texts: ReadonlyMap<string, string>, change: SentenceChange): boolean {
  const after = withoutEnd(change.after)
  if (after !== '' && [...texts.values()].some((text) => placeOf(text, after) >= 0)) return true
  const values = changedValues(change)
  if (values.length === 0 || !isOnlyValues(change)) return false
  const keys = new Set([...texts.values()].flatMap((text) => valuesOf(text).map(({ key }) => key)))
  return values.every(({ from, to }) => !keys.has(from.key) && keys.has(to.key))
}

/** Texts of an entry that a national sentence may stand in, by their paths. */
function textsOf({ summary, short, sections, simple }: EntryContent): Map<string, string> {
  return new Map([
    ['summary', summary],
    ...SHORT_KEYS.map((key): [string, string] => [`short.${key}`, short?.[key] ?? '']),
    ...SECTION_KEYS.map((key): [string, string] => [`sections.${key}`, sections[key]]),
    ['simple', simple ?? ''],
  ])
}

function withTexts(content: EntryContent, texts: ReadonlyMap<string, string>): EntryContent {
  const { short, ...others } = content
  const text = (field: string) => texts.get(field) ?? ''
  const sections = Object.fromEntries(SECTION_KEYS.map((key) => [key, text(`sections.${key}`)]))
  return {
    ...others,
    ...(short && { short: Object.fromEntries(Object.keys(short).map((key) => [key, text(`short.${key}`)])) }),
    summary: text('summary'),
    sections: sections as EntryContent['sections'],
    simple: content.simple === null ? null : text('simple'),
  }
}

/** Puts a text in a field, unless it would be too long there. */
function put(texts: Map<string, string>, field: string, text: string): boolean {
  const most = field === 'summary' ? MOST_SUMMARY : field.startsWith('short.') ? SHORT_LENGTH.most : Infinity
  if (text.length > most) return false
  texts.set(field, text)
  return true
}

/** The new sentence where the old one stands word for word; nothing where the new text has none. */
function replaceWhole(texts: Map<string, string>, { before, after }: SentenceChange): Replacement[] {
  const [sought, fresh] = [withoutEnd(before), withoutEnd(after)]
  if (fresh === '' || MARKS.test(fresh) || analyse(sought).length < LEAST_WORDS) return []
  return [...texts].flatMap(([field, text]): Replacement[] => {
    const at = placeOf(text, sought)
    if (at < 0) return []
    const next = text.slice(0, at) + fresh + text.slice(at + sought.length)
    return put(texts, field, next) ? [{ field, before: text.slice(at, at + sought.length), after: fresh }] : []
  })
}

/** Where whole words stand in a text, whatever its spaces and apostrophes are; -1 where they do not. */
function placeOf(text: string, sought: string): number {
  const [within, words] = [plain(text), plain(sought)]
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  for (let at = within.indexOf(words); at >= 0; at = within.indexOf(words, at + 1))
    if (!isWord(within[at - 1]) && !isWord(within[at + words.length])) return at
  return -1
}

/** A text of the same length, with plain spaces and apostrophes. */
function plain(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, ' ').replaceAll('’', "'")
}

function withoutEnd(sentence: string): string {
  return sentence.trim().replace(/[.;:,\s]$/, '')
}

/** The amounts and times that a sentence has in the place of others; nothing where it has more or fewer of them. */
function changedValues({ before, after }: SentenceChange): { from: Value; to: Value }[] {
  const [old, next] = [valuesOf(before), valuesOf(after)]
  if (old.length !== next.length) return []
  const pairs = old.map((from, at) => ({ from, to: next[at] as Value }))
  return pairs.every(({ from, to }) => from.kind === to.kind) ? pairs.filter(({ from, to }) => from.key !== to.key) : []
}

/** The values that became one thing here and another there: which of them a town has taken, nobody can tell. */
function dividedValues(changes: readonly SentenceChange[]): string[] {
  const targets = new Map<string, Set<string>>()
  for (const { from, to } of changes.flatMap(changedValues))
    targets.set(from.key, (targets.get(from.key) ?? new Set()).add(to.key))
  return [...targets].flatMap(([key, to]) => (to.size > 1 ? [key] : []))
}

/** Whether nothing but amounts and times has changed in a sentence. */
function isOnlyValues({ before, after }: SentenceChange): boolean {
  const bare = (text: string) =>
    plain(
      valuesOf(text).reduceRight(
        (rest, { at, text: { length } }) => `${rest.slice(0, at)}#${rest.slice(at + length)}`,
        text,
      ),
    )
  return bare(before) === bare(after)
}

function replaceValues(texts: Map<string, string>, change: SentenceChange, unsure: ReadonlySet<string>): Replacement[] {
  const stems = new Set(analyse(change.before).filter((stem) => !/\d/.test(stem)))
  return changedValues(change).flatMap(({ from, to }) => {
    if (unsure.has(from.key)) return []
    return [...texts].flatMap(([field, text]): Replacement[] => {
      const isMeant = (sentence: string) =>
        OWN_FIELDS[from.kind].includes(field) ||
        analyse(sentence).filter((one) => stems.has(one)).length >= LEAST_SHARED
      const places = splitSentences(text)
        .filter((sentence) => isMeant(sentence.text))
        .flatMap((sentence) => {
          const values = valuesOf(sentence.text).filter(({ key }) => key === from.key)
          // Of two in one sentence, one may be something of the town's.
          return values.length === 1 ? values.map((value) => ({ ...value, at: sentence.offset + value.at })) : []
        })
      if (places.length === 0) return []
      const next = places.reduceRight(
        (rest, { at, text: { length } }) => rest.slice(0, at) + to.text + rest.slice(at + length),
        text,
      )
      return put(texts, field, next) ? [{ field, before: places[0]?.text ?? '', after: to.text }] : []
    })
  })
}
