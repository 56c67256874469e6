import type { Category, Entry } from '../platform/model/entry.js'
import type { Tables } from './words/tables.js'

/** What tells entries apart, from their titles and categories. `labels` are in the order of the entries. */
export type Distinction =
  /** Titles that begin alike: "Inscrire son enfant", then "à la crèche" or "à la cantine". */
  | { kind: 'endings'; subject: string; endings: string[]; labels: string[] }
  /** Titles about one thing: "Carte d'identité", then "Renouveler" or "Perdue ou volée". */
  | { kind: 'subject'; subject: string; labels: string[] }
  /** Two titles with nothing in common, each of another category. */
  | { kind: 'topics'; categories: Category[]; labels: string[] }
  /** The titles say it all. */
  | { kind: 'titles'; labels: string[] }

/** What is compared of an entry. */
export type Titled = Pick<Entry, 'title' | 'category'>

/** A word of a title, where it stands, and as it is compared: no accents, no capitals, no plural. */
interface Token {
  plain: string
  from: number
  to: number
}

/** Words of titles: `intents/lexicons/titles.json`. */
type TitleWords = Tables['titles']
const LONGEST_LABEL = 60

/**
 * Finds what two or three entries have in common, to be said once in a question, and what differs, to be read on the buttons. A label is shortened only
 * where the rest of its title reads well alone after the subject; elsewhere it is the whole title, so that it is never less clear than the titles. Pure.
 */
export type TellApart = (entries: readonly Titled[]) => Distinction

/** Builds {@link TellApart}. */
export function createTellApart(words: TitleWords): TellApart {
  return (entries) => {
    const titles = entries.map(({ title }) => title)
    return (
      byEndings(titles, mayShareVerb(entries), words) ??
      bySubject(titles, words) ??
      byTopics(entries) ?? { kind: 'titles', labels: titles }
    )
  }
}

function byEndings(titles: readonly string[], verbAlone: boolean, words: TitleWords): Distinction | null {
  const tokens = titles.map(tokensOf)
  const [first = []] = tokens
  let length = 0
  while (first[length] && tokens.every((all) => all[length]?.plain === first[length]?.plain)) length += 1
  while (length > 0 && words.grammar.has(first[length - 1]?.plain ?? '')) length -= 1
  const last = first[length - 1]
  const isThin = first.slice(0, length).every(({ plain }) => words.grammar.has(plain) || words.wide.has(plain))
  if (!last || isThin) return null
  const endings = titles.map((title, index) => withoutPunctuation(title.slice(tokens[index]?.[length - 1]?.to)))
  const isClear = endings.every((ending) => {
    const [begin] = tokensOf(ending)
    return begin !== undefined && !words.joints.has(begin.plain) && !/^[(?]/.test(ending) && !ending.endsWith('?')
  })
  // "Demander : …" is a question only where what is asked for follows.
  if (!isClear || (length === 1 && isInfinitive(last.plain) && !(verbAlone && fitInQuestion(endings)))) return null
  return { kind: 'endings', subject: (titles[0] ?? '').slice(0, last.to), endings, labels: endings.map(capitalised) }
}

/** "Renouveler : son passeport ou sa carte ?", but not "Déclarer : une naissance ou un décès ?", nor a passport beside a grave. */
function mayShareVerb(entries: readonly Titled[]): boolean {
  const categories = new Set(entries.map(({ category }) => category))
  return categories.size === 1 && !categories.has('etat-civil') && !categories.has('cimetiere-funeraire')
}

function bySubject(titles: readonly string[], words: TitleWords): Distinction | null {
  const [first = '', ...others] = titles
  const run = longestRun(tokensOf(first), others.map(tokensOf), words)
  if (!run) return null
  const begin = run[0] as Token
  const end = run.at(-1) as Token
  const plain = run.map((token) => token.plain)
  const subject = capitalised(first.slice(begin.from, end.to))
  const labels = titles.map((title) => shortened(title, plain, words))
  return labels.every((label, index) => label === titles[index]) ? null : { kind: 'subject', subject, labels }
}

/** Two titles with nothing in common are told apart by what they are about, if each is about something else. */
function byTopics(entries: readonly Titled[]): Distinction | null {
  const categories = entries.map(({ category }) => category)
  if (new Set(categories).size < categories.length || categories.length !== 2) return null
  return { kind: 'topics', categories, labels: entries.map(({ title }) => title) }
}

/** The longest sequence of words that all titles hold and that can name a subject: it begins and ends by a word that carries meaning. */
function longestRun(first: readonly Token[], others: readonly Token[][], words: TitleWords): Token[] | null {
  for (let length = first.length; length > 0; length -= 1) {
    for (let from = 0; from + length <= first.length; from += 1) {
      const run = first.slice(from, from + length)
      const plain = run.map((token) => token.plain)
      const all = [first, ...others]
      const isShared = canName(plain, words) && all.every((tokens) => positionOf(tokens, plain) >= 0)
      if (isShared && isThing(plain, all, words)) return run
    }
  }
  return null
}

function canName(plain: readonly string[], { grammar, joints, wide }: TitleWords): boolean {
  const [begin, end] = [plain[0] ?? '', plain.at(-1) ?? '']
  if (grammar.has(begin) || grammar.has(end) || isInfinitive(begin)) return false
  if (plain.some((word) => joints.has(word))) return false
  return plain.some((word) => word.length > 3 && !grammar.has(word) && !wide.has(word))
}

/** One word alone is a thing if a title begins by it, and if none makes another thing of it: "carte" is none beside "carte d'identité". */
function isThing(plain: readonly string[], titles: readonly (readonly Token[])[], { of }: TitleWords): boolean {
  if (plain.length > 1) return true
  const places = titles.map((tokens) => ({ tokens, at: positionOf(tokens, plain) }))
  return places.some(({ at }) => at === 0) && !places.some(({ tokens, at }) => of.has(tokens[at + 1]?.plain ?? ''))
}

/** A title without the subject that the question names, where what is left reads well; the whole title otherwise. */
function shortened(title: string, subject: readonly string[], { joints, determiners }: TitleWords): string {
  const tokens = tokensOf(title)
  const at = positionOf(tokens, subject)
  const begin = tokens[at]
  const end = tokens[at + subject.length - 1]
  if (!begin || !end) return title
  const before = tokens.slice(0, at)
  const rest = withoutPunctuation(title.slice(end.to))
  const [next] = tokensOf(rest)
  if (at === 0 && next && !joints.has(next.plain) && !/^[(?]/.test(rest)) return capitalised(rest)
  if (rest !== '') return title
  while (before.length > 0 && determiners.has(before.at(-1)?.plain ?? '')) before.pop()
  const verb = before.at(-1)
  return verb && isInfinitive(verb.plain) && isInfinitive(before[0]?.plain ?? '') ? title.slice(0, verb.to) : title
}

function positionOf(tokens: readonly Token[], plain: readonly string[]): number {
  return tokens.findIndex((_, at) => plain.every((word, index) => tokens[at + index]?.plain === word))
}

function tokensOf(title: string): Token[] {
  return [...title.matchAll(/[\p{L}\p{N}]+/gu)].map(([word], index, all) => {
    const from = all[index]?.index ?? 0
    return { plain: plainWord(word), from, to: from + word.length }
  })
}

function plainWord(word: string): string {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe')
  return plain.length > 3 ? plain.replace(/[sx]$/, '') : plain
}

/** "Demander", "obtenir", "refaire": the verb by which a title begins. */
function isInfinitive(plain: string): boolean {
  return /(?:er|ir|[^bo]re)$/.test(plain) && plain.length > 4
}

function withoutPunctuation(text: string): string {
  return text.replace(/^[\s:,–’']+/, '').trim()
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase('fr') + text.slice(1)
}

/** Whether labels are short enough to be said in the question too. */
export function fitInQuestion(endings: readonly string[]): boolean {
  const isPlain = endings.every((ending) => !/[,:;(?]|\sou\s|\set\s/.test(ending))
  return isPlain && endings.join('').length <= LONGEST_LABEL
}
