import { foldWord } from '../../platform/text/fold-text.js'
import type { Tables } from '../words/tables.js'
import type { Replacement } from './text-view.js'

/** Words of numbers as they are heard. */
type NumberWords = Pick<Tables['personal-data'], 'numbers' | 'doubles'>

/** A word of a number in a text; `null` is "et", "and". */
interface Spoken {
  value: number | null
  isDouble: boolean
  from: number
  to: number
}

const WORD = /\p{L}+/gu
const JOINS = new Set(['et', 'and'])
/** What may stand between two words of one number: "quatre-vingt", "zéro, six", "zéro... six". */
const BETWEEN = /^[ \n,./_-]{1,4}$/

/**
 * Numbers in words, one after the other, as the figures that they are read for: "quatre mille neuf cent soixante-dix" is `4970`, "zéro six douze" `0612`. Where
 * words can be cut in several ways, the way that is heard first. A lone "un" is an article. Pure; the time grows as the text.
 */
export function findSpokenNumbers(text: string, words: NumberWords): Replacement[] {
  const found: Replacement[] = []
  for (const run of runsOf(text, words)) {
    const values = readNumbers(run)
    const [first, last] = [run[0], run.at(-1)]
    if (!first || !last || values === '' || (run.length === 1 && first.value === 1)) continue
    found.push({ from: first.from, to: last.to, by: values })
  }
  return found
}

function runsOf(text: string, { numbers, doubles }: NumberWords): Spoken[][] {
  const runs: Spoken[][] = []
  let run: Spoken[] = []
  const end = () => {
    while (run.at(-1)?.value === null || run.at(-1)?.isDouble) run.pop()
    if (run.length > 0) runs.push(run)
    run = []
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = foldWord(word)
    const value = Object.hasOwn(numbers, folded) ? numbers[folded] : undefined
    const joins = JOINS.has(folded) && run.length > 0
    const isDouble = doubles.includes(folded)
    const last = run.at(-1)
    if (last && !BETWEEN.test(text.slice(last.to, Math.min(index, last.to + 5)))) end()
    if (value === undefined && !isDouble && !(joins && run.length > 0)) {
      end()
      continue
    }
    run.push({ value: value ?? null, isDouble, from: index, to: index + word.length })
  }
  end()
  return runs
}

/** Reads a run from its first word to its last. */
class Reader {
  private at = 0
  constructor(private readonly words: readonly Spoken[]) {}

  get isOver(): boolean {
    return this.at >= this.words.length
  }

  /** The value of a word further on; `undefined` where there is none, `null` for "et". */
  peek(ahead = 0): number | null | undefined {
    return this.words[this.at + ahead]?.value
  }

  skip(count = 1): void {
    this.at += count
  }

  /** Whether the word here is "double". */
  get isDouble(): boolean {
    return this.words[this.at]?.isDouble === true
  }

  /** A number below 100, or `undefined`. */
  tens(): number | undefined {
    const value = this.peek()
    if (typeof value !== 'number' || value >= 100) return undefined
    this.skip()
    if (value === 4 && this.peek() === 20) {
      this.skip()
      return 80 + this.unitsAfter(true)
    }
    if (value === 10) return 10 + this.takeIf((next) => next >= 7 && next <= 9)
    if (value >= 20) return value + this.unitsAfter(value === 60)
    return value
  }

  /** What is added to tens: "deux", "et un", and after sixty and eighty "onze", "dix-sept". */
  private unitsAfter(hasTeens: boolean): number {
    const joined = this.peek() === null && [1, 11].includes(this.peek(1) ?? 0)
    if (joined) this.skip()
    const next = this.peek()
    if (typeof next !== 'number' || next === 0 || next > (hasTeens ? 16 : 9)) return 0
    if (next > 1 && this.peek(1) === 100) return 0
    if (next === 4 && this.peek(1) === 20) return 0
    this.skip()
    return next === 10 ? 10 + this.takeIf((more) => more >= 7 && more <= 9) : next
  }

  private takeIf(accepts: (value: number) => boolean): number {
    const next = this.peek()
    if (typeof next !== 'number' || !accepts(next)) return 0
    this.skip()
    return next
  }

  /** A number below 1,000, or `undefined`. */
  hundreds(): number | undefined {
    const value = this.peek()
    const isFew = typeof value === 'number' && value >= 2 && value <= 9 && this.peek(1) === 100
    if (value !== 100 && !isFew) return this.tens()
    this.skip(isFew ? 2 : 1)
    const hundreds = (isFew ? (value as number) : 1) * 100
    return hundreds + this.rest(() => this.tens(), 100)
  }

  /** What follows "mille" or "cent" in the same number: neither "six" of "trois mille six mille" nor "quatre" of "trois cent quatre cent". */
  private rest(read: () => number | undefined, next: 100 | 1000): number {
    const start = this.at
    const value = read() ?? 0
    const isOfNext = this.peek() === next && value < 100
    const isOfHundred = this.peek() === 100 && value >= 2 && value <= 9
    if (value > 0 && !isOfNext && !isOfHundred) return value
    this.at = start
    return 0
  }

  /** A number below 100,000. */
  number(): number {
    if (this.peek() === 1000) {
      this.skip()
      return 1000 + this.rest(() => this.hundreds(), 1000)
    }
    const value = this.hundreds()
    if (value === undefined) {
      this.skip()
      return 0
    }
    if (this.peek() !== 1000 || value === 0 || value >= 100) return value
    this.skip()
    return value * 1000 + this.rest(() => this.hundreds(), 1000)
  }
}

function readNumbers(run: readonly Spoken[]): string {
  const reader = new Reader(run)
  let figures = ''
  while (!reader.isOver) {
    if (reader.peek() === null) {
      const isDouble = reader.isDouble
      reader.skip()
      const next = reader.peek()
      if (isDouble && typeof next === 'number' && next < 10) figures += String(next)
      continue
    }
    figures += String(reader.number())
  }
  return figures
}
