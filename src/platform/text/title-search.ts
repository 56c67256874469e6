import { foldedWords } from './fold-text.js'

/** What may be searched: an entry by its title and example questions, or what else has a name and words by which it is found. */
export interface Titled {
  id: string
  title: string
  questions: string[]
}

/** A way to find titles while a question is being typed; made once for a list. */
export interface TitleIndex<One extends Titled = Titled> {
  entries: readonly One[]
  /** For each folded word, the entries that have it, with the weight of the place: {@link IN_TITLE} or {@link IN_QUESTION}. */
  places: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/** Letters from which a word may be unfinished, unless it is the last one typed. */
const UNFINISHED_LENGTH = 3
/** Letters from which a word may have one typing mistake: in a shorter one, a mistake makes another word. */
const MISTYPED_LENGTH = 5
const IN_TITLE = 3
const IN_QUESTION = 1
/** Worth of a word that is the one typed, of one that begins like it, and of one that is a mistake away. */
const WHOLE = 1
const BEGUN = 0.7
const MISTYPED = 0.4
/** From this many words, one may be found nowhere. */
const LENIENT_WORDS = 3

/** Words that are not searched, folded: grammar, and how people begin. */
const EMPTY_WORDS = new Set(
  `a ai ait au aux avec avoir c ca ce ces cette comment cest d dans de des du elle en est et etre faire faut fait il ils j jai je l la le les leur
  ma me mes mon n ne nos notre nous on ou par pas peut peux plus pour puis qu quand que quel quelle quels quelles qui quoi s sa sans se ses son
  sur t ta tes ton tu un une va vais vos votre voudrais vous veux y bonjour bonsoir svp merci`.split(/\s+/),
)

/** Makes the index of a list of titles. */
export function indexTitles<One extends Titled>(entries: readonly One[]): TitleIndex<One> {
  const places = new Map<string, Map<number, number>>()
  const add = (text: string, entry: number, weight: number) => {
    for (const word of foldedWords(text)) {
      if (EMPTY_WORDS.has(word)) continue
      const found = places.get(word) ?? new Map<number, number>()
      places.set(word, found.set(entry, Math.max(weight, found.get(entry) ?? 0)))
    }
  }
  entries.forEach(({ title, questions }, entry) => {
    add(title, entry, IN_TITLE)
    for (const question of questions) add(question, entry, IN_QUESTION)
  })
  return { entries, places }
}

/**
 * The titles that answer what is typed so far, best first. Each word is looked for whole, as the beginning of a word, or with one mistake; a rare word
 * tells more than a frequent one, and a title more than an example question. An entry must have every word, or all but one of three or more.
 * @param most how many at most
 */
export function searchTitles<One extends Titled>(
  { entries, places }: TitleIndex<One>,
  typed: string,
  most: number,
): One[] {
  const all = foldedWords(typed)
  const last = all.at(-1)
  const words = new Set(all.filter((word) => all.length === 1 || !EMPTY_WORDS.has(word)))
  const found = new Map<number, { score: number; count: number }>()
  for (const word of words) {
    const scores = scoresOf(word, word === last ? 1 : UNFINISHED_LENGTH, places)
    // Words that few entries have tell them apart.
    const weight = Math.log(1 + entries.length / Math.max(1, scores.size))
    for (const [entry, score] of scores) {
      const before = found.get(entry) ?? { score: 0, count: 0 }
      found.set(entry, { score: before.score + weight * score, count: before.count + 1 })
    }
  }
  const needed = words.size - (words.size >= LENIENT_WORDS ? 1 : 0)
  const lengthOf = (entry: number) => entries[entry]?.title.length ?? 0
  return [...found]
    .filter(([, { count }]) => count >= needed)
    .sort(([a, one], [b, other]) => other.count - one.count || other.score - one.score || lengthOf(a) - lengthOf(b))
    .slice(0, most)
    .flatMap(([entry]) => entries[entry] ?? [])
}

/** For each entry that has a word like this one, the worth of the best of them. @param unfinished letters from which it may be the beginning of a word */
function scoresOf(typed: string, unfinished: number, places: TitleIndex['places']): Map<number, number> {
  const scores = new Map<number, number>()
  for (const [word, entries] of places) {
    const worth = likeness(typed, word, unfinished)
    if (worth === 0) continue
    for (const [entry, weight] of entries) scores.set(entry, Math.max(scores.get(entry) ?? 0, worth * weight))
  }
  return scores
}

function likeness(typed: string, word: string, unfinished: number): number {
  if (typed === word) return WHOLE
  const mayBegin = typed.length >= unfinished
  if (mayBegin && word.startsWith(typed)) return BEGUN
  if (typed.length < MISTYPED_LENGTH || typed[0] !== word[0]) return 0
  // A mistake may have taken a letter away or added one, so the beginning that is compared is as much shorter or longer.
  const beginnings = mayBegin ? [-1, 0, 1].map((more) => word.slice(0, typed.length + more)) : [word]
  return beginnings.some((beginning) => isOneEditAway(typed, beginning)) ? MISTYPED : 0
}

/** Whether one letter more, less, other, or two letters turned over, make one word of the other. */
function isOneEditAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  const isTurned =
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  return isTurned || short.slice(at + 1) === long.slice(at + 1)
}
