/** A phrase as it is compared: its folded words. One that ends with `*` may go on; `_` is up to three words of any kind. */
export interface Phrase {
  words: readonly string[]
}

/** A word of a message. */
export interface Said {
  /** Folded, as it is written first; then what else it may be read as. */
  forms: readonly string[]
  /** Whether no letter of it may be wrong. */
  isFixed: boolean
}

/** How the words of a message are compared with those of a table. */
export interface Spelling {
  /** Letters that may follow a word that ends with `*`. */
  mostEnding: number
  /** How many letters of a word are wrong for one of a phrase; `null` where it is another. Default: none may be wrong. */
  wrongIn?: (forms: readonly string[], word: string, isOpen: boolean) => number | null
}

/** Every letter counts, and any ending may follow a `*`. */
export const AS_WRITTEN: Spelling = { mostEnding: Number.POSITIVE_INFINITY }

/** Phrases made ready to be found. */
export interface PhraseTable<P extends Phrase> {
  /** By their first word. */
  phrases: ReadonlyMap<string, readonly P[]>
  /** First words that may go on, by their first letter. */
  open: ReadonlyMap<string, readonly string[]>
  /** Every word that some phrase has, and those that may go on, without their star. */
  words: ReadonlySet<string>
  stems: readonly string[]
  spelling: Spelling
}

/** A phrase that stands in a message, up to the word `end`, with the letters of it that are wrong. */
export interface Reading<P extends Phrase> {
  phrase: P
  end: number
  edits: number
}

/** What stands for any words in a phrase, and for how many at most. */
const ANY = '_'
const MOST_OF_ANY = 3

/** The words of a phrase as a file has it. @param fold of one word */
export function wordsOfPhrase(phrase: string, fold: (word: string) => string): string[] {
  return (phrase.match(/[\p{L}\p{M}\p{N}]+\*?|(?<= )_(?= )/gu) ?? []).map((word) =>
    word.endsWith('*') ? `${fold(word.slice(0, -1))}*` : word === ANY ? ANY : fold(word),
  )
}

/** Makes phrases ready, in their order. */
export function tableOf<P extends Phrase>(all: readonly P[], spelling: Spelling): PhraseTable<P> {
  const phrases = new Map<string, P[]>()
  for (const phrase of all) {
    const [first] = phrase.words
    if (first === undefined) continue
    const others = phrases.get(first)
    if (others) others.push(phrase)
    else phrases.set(first, [phrase])
  }
  const words = new Set(all.flatMap((phrase) => phrase.words))
  const stems = [...words].filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1))
  const open = new Map<string, string[]>()
  for (const first of phrases.keys()) {
    const [letter = ''] = first
    if (first.endsWith('*')) open.set(letter, [...(open.get(letter) ?? []), first])
  }
  return { phrases, open, words, stems, spelling }
}

/** The phrases that stand at a word of a message. Pure. */
export function readingsAt<P extends Phrase>(said: readonly Said[], at: number, table: PhraseTable<P>): Reading<P>[] {
  const word = said[at]
  if (!word) return []
  const { phrases, spelling } = table
  return (word.isFixed ? firstWords(word.forms, table) : [...phrases.keys()])
    .filter((first) => editsOf(word, first, spelling) !== null)
    .flatMap((first) => phrases.get(first) ?? [])
    .flatMap((phrase) => readFrom(said, at, { phrase, from: 0, spelling }) ?? [])
}

/** The words by which phrases begin that a word may be, as it is written. */
function firstWords(forms: readonly string[], { phrases, open }: PhraseTable<Phrase>): string[] {
  const letters = new Set(forms.map(([letter = '']) => letter))
  return [...forms.filter((form) => phrases.has(form)), ...[...letters].flatMap((one) => open.get(one) ?? [])]
}

function readFrom<P extends Phrase>(
  said: readonly Said[],
  at: number,
  { phrase, from, spelling }: { phrase: P; from: number; spelling: Spelling },
): Reading<P> | null {
  let edits = 0
  let end = at
  for (let index = from; index < phrase.words.length; index += 1) {
    const pattern = phrase.words[index] as string
    if (pattern === ANY) {
      for (let skipped = MOST_OF_ANY; skipped >= 0; skipped -= 1) {
        const rest = readFrom(said, end + skipped, { phrase, from: index + 1, spelling })
        if (rest) return { ...rest, edits: rest.edits + edits }
      }
      return null
    }
    const word = said[end]
    const wrong = word ? editsOf(word, pattern, spelling) : null
    if (wrong === null) return null
    edits += wrong
    end += 1
  }
  return { phrase, end, edits }
}

/** How many letters of a word are wrong for a word of a phrase; `null` where it is another word. */
function editsOf({ forms, isFixed }: Said, pattern: string, { mostEnding, wrongIn }: Spelling): number | null {
  const isOpen = pattern.endsWith('*')
  const word = isOpen ? pattern.slice(0, -1) : pattern
  if (forms.some((form) => (isOpen ? goesOn(form, word, mostEnding) : form === word))) return 0
  return isFixed || !wrongIn ? null : wrongIn(forms, word, isOpen)
}

function goesOn(form: string, stem: string, mostEnding: number): boolean {
  return form.startsWith(stem) && form.length - stem.length <= mostEnding
}

/** Whether some phrase has a word, as it is written. */
export function isKnown(forms: readonly string[], { words, stems, spelling }: PhraseTable<Phrase>): boolean {
  return forms.some((form) => words.has(form) || stems.some((stem) => goesOn(form, stem, spelling.mostEnding)))
}
