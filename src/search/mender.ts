import { readFile } from 'node:fs/promises'
import { fold, isGrammar } from './french-analyser.js'
import { isFrenchForm } from './french-forms.js'
import { soundOf } from './french-sound.js'
import { slipBetween } from './slips.js'
import { TimeSlice } from './word-table.js'

// All costs below are those of `slips`: about 1 for a letter. Chosen on questions that were misspelt by rules of their own, half of them unread (benchmarks/RESULTS.md#misspelt-questions).

/** Most that a word of fewer letters may cost; a longer one, the last. */
const MOST_COSTS: readonly [letters: number, cost: number][] = [
  [4, 0.65],
  [6, 1],
  [8, 1.5],
  [Number.POSITIVE_INFINITY, 2],
]
/** A word that sounds like another: what that costs, then for each sound that differs, and for each letter. */
const HEARD = { alike: 0.3, sound: 0.8, letter: 0.15 }
/** Sounds that may differ in a word of {@link LONG} letters, by their cost. */
const MOST_SOUNDS = 1.1
const LONG = 6
const LEAST_SOUNDS = 4
/** Two words that were written as one. */
const CUT = 0.5
/** Letters of a word that was cut in two. */
const LEAST_JOINED = 5
/** Of two words written as one, how often both are used, and the letters of the longer. */
const LEAST_USED = 5
const TYPICAL_USES = 10
const LEAST_LONGER = 4
/** What is used often is meant often: the logarithm of its uses is worth so much. */
const USED = 0.12
/** What several words cost more than one. */
const SEVERAL = 0.15
/** A shorter word is often an abbreviation: it is only mended into grammar. */
const LEAST_MEANING = 4
/** Longer words are typed at random. */
const LONGEST = 24
/** Unknown words of a message after which the rest is left as it was typed: each takes a millisecond or two. */
const MOST_UNKNOWN = 16
/** How many letters a word has fewer or more than what was meant. */
const FEWER = 3

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const LOWER = /\p{Ll}/u
const CAPITALISED = /^\p{Lu}/u
const SENTENCE_HEAD = /(?:^|[.!?\n])[^\p{L}\p{N}]{0,4}$/u

/** What a misspelt word may have been meant as: a word, or a few that belong together, such as "d'identité" and "acte de naissance". */
interface Meant {
  display: string
  /** Its letters, folded. */
  letters: string
  sound: string
  uses: number
  /** What its uses are worth. */
  worth: number
}

/** Words that may be meant. */
interface MeantWords {
  /** By their number of letters. */
  all: readonly Meant[]
  /** Where those of so many letters begin. */
  starts: readonly number[]
  /** Which letters and which sounds each has, a bit each. */
  letters: Int32Array
  sounds: Int32Array
  bySound: ReadonlyMap<string, readonly Meant[]>
  /** Single words, by their letters. */
  byLetters: ReadonlyMap<string, Meant>
}

interface Token {
  at: number
  end: number
  typed: string
  folded: string
}

/**
 * Gives a question with each word that is none spelt as the word that was probably meant, by its letters or by its sound; `null` where nothing is misspelt, or nobody knows how.
 * French words, in whatever form, numbers and names are left as they are. Pure.
 * @param isUsed whether the entries that are searched have a folded word
 */
export type Mend = (text: string, isUsed: (folded: string) => boolean) => string | null

function mended(text: string, isUsed: (folded: string) => boolean, words: MeantWords): string | null {
  const composed = text.normalize('NFC')
  const tokens = [...composed.matchAll(WORD)].map(
    ({ 0: typed, index }): Token => ({ at: index, end: index + typed.length, typed, folded: fold(typed) }),
  )
  const isWord = ({ folded }: Token) => folded.length < 2 || isGrammar(folded) || isFrenchForm(folded) || isUsed(folded)
  const isLoud = !LOWER.test(composed)
  let [whole, last, unknown, known] = ['', 0, 0, 0]
  for (const [i, token] of tokens.entries()) {
    if (unknown === MOST_UNKNOWN) break
    const isName =
      !isLoud &&
      CAPITALISED.test(token.typed) &&
      !SENTENCE_HEAD.test(composed.slice(Math.max(0, token.at - 6), token.at))
    if (token.at < last || isName || /\d/.test(token.folded)) continue
    const next = tokens[i + 1]
    const isAlone = isWord(token)
    if (!isAlone) unknown += 1
    const isCut = next && /^[ -]$/.test(composed.slice(token.end, next.at)) && !(isAlone && isWord(next))
    const fix = fixOf({ token, next: isCut ? next : undefined, isAlone }, words)
    if (!fix) continue
    whole += composed.slice(last, token.at) + fix.text
    last = fix.end
    known += 1
  }
  // Where half of the words, or of those that are none, are like nothing, it is another language.
  const left = unknown - known
  return known === 0 || left > known || 2 * left >= tokens.length ? null : whole + composed.slice(last)
}

/** What stands in the place of a word, and where that ends. `next`: the word with which it may be one. */
function fixOf(
  { token, next, isAlone }: { token: Token; next: Token | undefined; isAlone: boolean },
  words: MeantWords,
): { text: string; end: number } | null {
  const one = next && words.byLetters.get(token.folded + next.folded)
  const joined = next && one && one.letters.length >= LEAST_JOINED ? { text: one.display, end: next.end } : null
  // Grammar is rather a word of its own.
  if (joined && next && !isGrammar(next.folded)) return joined
  const text = isAlone ? null : meantBy(token, words)
  return text === null ? joined : { text, end: token.end }
}

/** What was probably meant by a word that is none. */
function meantBy({ typed, folded }: Token, words: MeantWords): string | null {
  const { length } = folded
  if (length > LONGEST) return null
  const most = MOST_COSTS.find(([letters]) => length < letters)?.[1] ?? 0
  let [best, least] = ['', Number.POSITIVE_INFINITY]
  const consider: Consider = ({ display, letters, worth }, cost) => {
    if (length < LEAST_MEANING && !isGrammar(letters)) return
    if (cost <= most && cost - worth < least) [best, least] = [display, cost - worth]
  }
  // A mute e may have been left out.
  const lower = typed.toLowerCase()
  const sounds = [...new Set([soundOf(lower), soundOf(`${lower}e`)])]
  for (const one of sounds.flatMap((sound) => words.bySound.get(sound) ?? []))
    consider(one, HEARD.alike + HEARD.letter * slipBetween(folded, one.letters))
  considerNear({ folded, sounds, most }, words, consider)
  considerCut(folded, words, consider)
  return best || null
}

/** Two words that were written as one. */
function considerCut(folded: string, { byLetters }: MeantWords, consider: Consider): void {
  const { length } = folded
  for (let at = 2; at <= length - 2; at += 1) {
    const [head, tail] = [folded.slice(0, at), folded.slice(at)].map((part) => byLetters.get(part))
    const uses = Math.min(head?.uses ?? 0, tail?.uses ?? 0)
    if (!head || !tail || uses < LEAST_USED || Math.max(at, length - at) < LEAST_LONGER) continue
    const [display, letters] = [`${head.display} ${tail.display}`, folded]
    consider({ display, letters, worth: USED * Math.log(uses / TYPICAL_USES) }, CUT)
  }
}

type Consider = (meant: Pick<Meant, 'display' | 'letters' | 'worth'>, cost: number) => void

/** What is nearly typed the same, or sounds nearly the same. Most words are told apart by which letters they have. */
function considerNear(
  { folded, sounds, most }: { folded: string; sounds: readonly string[]; most: number },
  known: MeantWords,
  consider: Consider,
): void {
  const { length } = folded
  const letters = bitsOf(folded)
  const heard = sounds.map(bitsOf)
  const end = known.starts[length + FEWER + 1] as number
  for (let i = known.starts[Math.max(0, length - FEWER)] as number; i < end; i += 1) {
    const [own, ownSounds] = [known.letters[i] as number, known.sounds[i] as number]
    const isNear = countOf(letters & ~own) <= 2 && countOf(own & ~letters) <= 2
    const isNearHeard = length >= LONG && heard.some((one) => countOf(one ^ ownSounds) <= 2)
    if (!isNear && !isNearHeard) continue
    const meant = known.all[i] as Meant
    if (isNear) consider(meant, slipBetween(folded, meant.letters, most))
    if (!isNearHeard || meant.sound.length < LEAST_SOUNDS) continue
    const apart = Math.min(...sounds.map((one) => slipBetween(one, meant.sound, MOST_SOUNDS)))
    if (apart > MOST_SOUNDS) continue
    const cost = HEARD.alike + HEARD.sound * apart
    consider(meant, cost + HEARD.letter * slipBetween(folded, meant.letters))
  }
}

let opening: Promise<Mend> | undefined

/** Opens what all indexes mend with, once. Yields to the event loop. */
export function openMender(): Promise<Mend> {
  opening ??= readFile(new URL('./meant-words.txt', import.meta.url), 'utf8')
    .then(indexWords)
    .then((words) => (text, isUsed) => mended(text, isUsed, words))
  return opening
}

/** What a file of meant words says: on each line a word, its sound and how often it is used. */
async function indexWords(file: string): Promise<MeantWords> {
  const all: Meant[] = []
  const bySound = new Map<string, Meant[]>()
  const byLetters = new Map<string, Meant>()
  const slice = new TimeSlice()
  for (const line of file.trim().split('\n')) {
    const [display = '', sound = '', uses = '1'] = line.split('\t')
    const isSeveral = /[ ']/.test(display)
    const worth = USED * Math.log(Number(uses)) - (isSeveral ? SEVERAL : 0)
    const one = { display, letters: lettersOf(display), sound, uses: Number(uses), worth }
    all.push(one)
    const alike = bySound.get(sound)
    if (alike) alike.push(one)
    else bySound.set(sound, [one])
    if (!isSeveral) byLetters.set(one.letters, one)
    if (slice.isOver()) await slice.next()
  }
  all.sort((a, b) => a.letters.length - b.letters.length)
  const starts = Array.from({ length: LONGEST + FEWER + 2 }, (_, length) => {
    const at = all.findIndex(({ letters }) => letters.length >= length)
    return at < 0 ? all.length : at
  })
  const letters = Int32Array.from(all, (one) => bitsOf(one.letters))
  return { all, starts, letters, sounds: Int32Array.from(all, ({ sound }) => bitsOf(sound)), bySound, byLetters }
}

/** The folded letters of what is meant, as one word. */
function lettersOf(display: string): string {
  return fold(display).replace(/[^a-z]/g, '')
}

/** Which letters a word has, a bit each. */
function bitsOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}

/** How many bits are set. Source: Warren, "Hacker's Delight", 2nd edition, section 5-1. */
function countOf(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
