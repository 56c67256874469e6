import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { fold, isGrammar } from '../../src/search/french-analyser.js'
import { filterOf } from '../../src/search/french-forms.js'
import { soundOf } from '../../src/search/french-sound.js'

const FOLDER = join('src', 'search')

/** Affixes upon affixes: "in-faisa-ble-s". */
const MOST_AFFIXES = 3

/** An ending that the dictionary's words with a flag may take. */
interface Ending {
  strip: string
  add: string
  flags: string[]
  fits: RegExp
}

/** Every form of the words of Grammalecte's dictionary, folded, without what is elided before them. */
async function frenchForms(): Promise<Set<string>> {
  const folder = dirname(createRequire(import.meta.url).resolve('dictionary-fr'))
  const [affixes, words] = await Promise.all(
    ['index.aff', 'index.dic'].map((name) => readFile(join(folder, name), 'utf8')),
  )
  const endings = readEndings(affixes as string)
  const forms = new Set<string>()
  const grow = (word: string, flags: readonly string[], depth: number) => {
    // A word with this flag exists with an ending alone.
    if (!flags.includes('()')) for (const part of fold(word).match(/[a-z]{2,}/g) ?? []) forms.add(part)
    if (depth === MOST_AFFIXES) return
    for (const { strip, add, flags: more, fits } of flags.flatMap((flag) => endings.get(flag) ?? [])) {
      if (word.endsWith(strip) && fits.test(word))
        grow(word.slice(0, word.length - strip.length) + add, more, depth + 1)
    }
  }
  for (const line of (words as string).trim().split('\n').slice(1)) {
    const [word = '', flags = ''] = (line.split(/[\t ]/)[0] as string).split('/')
    grow(word, flagsOf(flags), 0)
  }
  return forms
}

function readEndings(affixes: string): Map<string, Ending[]> {
  const endings = new Map<string, Ending[]>()
  for (const line of affixes.split('\n')) {
    const [, flag = '', strip, added = '', fits] = line.match(/^SFX (\S\S) (\S+) (\S+) (\S+)/) ?? []
    if (!fits || /^\d+$/.test(added)) continue
    const [add = '', more = ''] = added.split('/')
    const own = {
      strip: unlessNone(strip),
      add: unlessNone(add),
      flags: flagsOf(more),
      fits: new RegExp(`${fits}$`, 'u'),
    }
    endings.set(flag, [...(endings.get(flag) ?? []), own])
  }
  return endings
}

function unlessNone(affix = ''): string {
  return affix === '0' ? '' : affix
}

function flagsOf(flags: string): string[] {
  return flags.match(/../g) ?? []
}

/** A word with what is elided before it, or what stands between two sentences. */
const TOKEN = /(?:(?:[ldjmtscn]|\p{L}*qu)')*\p{L}+|[^\p{L}\s'-]+/gu
/** A title says what its words are about, a text is long. */
const WORTH = { title: 2, question: 1, text: 0.2 }
/** From how many uses on a word is meant, and two words that follow each other. */
const LEAST_USES = 2
const LEAST_TOGETHER = 8

/** The words of entries and of their example questions that are French or stand in a text, and those that often follow each other, by how often they are used. */
export function meantWords(documents: readonly SearchDocument[], isFrench: (folded: string) => boolean): string[] {
  const written = new Set(documents.flatMap(({ title, text }) => fold(`${title}\n${text}`).match(/[a-z]+/g) ?? []))
  const isMeant = (folded: string) => {
    const bare = folded.slice(folded.lastIndexOf("'") + 1)
    return /^[a-z]+$/.test(bare) && (isGrammar(bare) || isFrench(bare) || written.has(bare))
  }
  const uses = new Map<string, number>()
  const typed = new Map<string, Map<string, number>>()
  const read = (text: string, worth: number) => {
    let before = ''
    for (const [token] of text.normalize('NFC').replaceAll('’', "'").toLowerCase().matchAll(TOKEN)) {
      const folded = fold(token)
      const isOne = isMeant(folded)
      const key = before && isOne ? `${before} ${folded}` : ''
      before = isOne ? folded : ''
      if (!isOne) continue
      for (const one of key ? [folded, key] : [folded]) uses.set(one, (uses.get(one) ?? 0) + worth)
      const spellings = typed.get(folded) ?? new Map<string, number>()
      typed.set(folded, spellings.set(token, (spellings.get(token) ?? 0) + worth))
    }
  }
  for (const { title, text, questions } of documents) {
    read(title, WORTH.title)
    for (const question of questions) read(question, WORTH.question)
    read(text, WORTH.text)
  }
  const display = (folded: string) => [...(typed.get(folded) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] ?? folded
  const isKept = ([key, count]: [string, number]) => {
    const [first = '', second] = key.split(' ')
    if (second === undefined) return first.length > 1 && count >= LEAST_USES
    return count >= LEAST_TOGETHER && second.length > 1 && !(isGrammar(first) && isGrammar(second))
  }
  return [...uses]
    .filter(isKept)
    .map(([key, count]) => [key.split(' ').map(display).join(' '), Math.round(count)] as const)
    .map(([words, count]) => `${words}\t${soundOf(words)}\t${count}`)
    .sort()
}

/** Writes what the mender of questions knows: `french-forms.bin` and `meant-words.txt`. */
export async function writeMeantWords(documents: readonly SearchDocument[]): Promise<void> {
  const forms = await frenchForms()
  const filter = filterOf([...forms])
  await writeFile(join(FOLDER, 'french-forms.bin'), filter)
  const words = meantWords(documents, (folded) => forms.has(folded))
  await writeFile(join(FOLDER, 'meant-words.txt'), `${words.join('\n')}\n`)
  process.stdout.write(`${forms.size} French forms, ${filter.length} bytes; ${words.length} meant words\n`)
}
