import type { Category, Entry } from '../features/entries/model/entry.js'

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

/** Words that carry no subject, compared without accents. */
const FUNCTION_WORDS = new Set(
  'a ai au aux avoir chez d dans de des du elle en entre est et il j l la le les leur lors ma mes mon n ne nos notre ou on par pas pour qu quand que qui quel quelle s sa se ses son sans sur un une votre vos y'.split(
    ' ',
  ),
)
/** Determiners that a verb loses with its object: "renouveler sa" carte. */
const DETERMINERS = new Set('d de des du l la le les sa ses son un une'.split(' '))
/** What joins a thing to what it is made of or for. */
const OF = new Set(['d', 'de', 'du', 'des'])
/** Words too wide to be what a question is about. */
const WIDE = new Set(
  'aide aller faire apre autre carte certificat changement chat combien commune demande devant domicile enfant frai horaire inscription jour libre mairie municipal nouvelle ouvrir personne petit place premier premiere proche publique public service temp tarif trouver urgence ville vie voisin'.split(
    ' ',
  ),
)
/** A remainder that begins by one of these hangs in the air. */
const JOINTS = new Set(['ou', 'et', 'que', 'qui', 'qu'])
const LONGEST_LABEL = 60

/**
 * Finds what two or three entries have in common, to be said once in a question, and what differs, to be read on the buttons. A label is shortened only
 * where the rest of its title reads well alone after the subject; elsewhere it is the whole title, so that it is never less clear than the titles. Pure.
 */
export function tellApart(entries: readonly Titled[]): Distinction {
  const titles = entries.map(({ title }) => title)
  return (
    byEndings(titles, mayShareVerb(entries)) ??
    bySubject(titles) ??
    byTopics(entries) ?? { kind: 'titles', labels: titles }
  )
}

function byEndings(titles: readonly string[], verbAlone: boolean): Distinction | null {
  const tokens = titles.map(tokensOf)
  const [first = []] = tokens
  let length = 0
  while (first[length] && tokens.every((all) => all[length]?.plain === first[length]?.plain)) length += 1
  while (length > 0 && isFunctionWord(first[length - 1])) length -= 1
  const last = first[length - 1]
  const isThin = first.slice(0, length).every((token) => isFunctionWord(token) || WIDE.has(token.plain))
  if (!last || isThin) return null
  const endings = titles.map((title, index) => withoutPunctuation(title.slice(tokens[index]?.[length - 1]?.to)))
  const isClear = endings.every((ending) => {
    const [begin] = tokensOf(ending)
    return begin !== undefined && !JOINTS.has(begin.plain) && !/^[(?]/.test(ending) && !ending.endsWith('?')
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

function bySubject(titles: readonly string[]): Distinction | null {
  const [first = '', ...others] = titles
  const run = longestRun(tokensOf(first), others.map(tokensOf))
  if (!run) return null
  const begin = run[0] as Token
  const end = run.at(-1) as Token
  const plain = run.map((token) => token.plain)
  const subject = capitalised(first.slice(begin.from, end.to))
  const labels = titles.map((title) => shortened(title, plain))
  return labels.every((label, index) => label === titles[index]) ? null : { kind: 'subject', subject, labels }
}

/** Two titles with nothing in common are told apart by what they are about, if each is about something else. */
function byTopics(entries: readonly Titled[]): Distinction | null {
  const categories = entries.map(({ category }) => category)
  if (new Set(categories).size < categories.length || categories.length !== 2) return null
  return { kind: 'topics', categories, labels: entries.map(({ title }) => title) }
}

/** The longest sequence of words that all titles hold and that can name a subject: it begins and ends by a word that carries meaning. */
function longestRun(first: readonly Token[], others: readonly Token[][]): Token[] | null {
  for (let length = first.length; length > 0; length -= 1) {
    for (let from = 0; from + length <= first.length; from += 1) {
      const run = first.slice(from, from + length)
      const plain = run.map((token) => token.plain)
      const all = [first, ...others]
      if (canName(plain) && all.every((tokens) => positionOf(tokens, plain) >= 0) && isThing(plain, all)) return run
    }
  }
  return null
}

function canName(plain: readonly string[]): boolean {
  const [begin, end] = [plain[0] ?? '', plain.at(-1) ?? '']
  if (FUNCTION_WORDS.has(begin) || FUNCTION_WORDS.has(end) || isInfinitive(begin)) return false
  if (plain.some((word) => JOINTS.has(word))) return false
  return plain.some((word) => word.length > 3 && !FUNCTION_WORDS.has(word) && !WIDE.has(word))
}

/** One word alone is a thing if a title begins by it, and if none makes another thing of it: "carte" is none beside "carte d'identité". */
function isThing(plain: readonly string[], titles: readonly (readonly Token[])[]): boolean {
  if (plain.length > 1) return true
  const places = titles.map((tokens) => ({ tokens, at: positionOf(tokens, plain) }))
  return places.some(({ at }) => at === 0) && !places.some(({ tokens, at }) => OF.has(tokens[at + 1]?.plain ?? ''))
}

/** A title without the subject that the question names, where what is left reads well; the whole title otherwise. */
function shortened(title: string, subject: readonly string[]): string {
  const tokens = tokensOf(title)
  const at = positionOf(tokens, subject)
  const begin = tokens[at]
  const end = tokens[at + subject.length - 1]
  if (!begin || !end) return title
  const before = tokens.slice(0, at)
  const rest = withoutPunctuation(title.slice(end.to))
  const [next] = tokensOf(rest)
  if (at === 0 && next && !JOINTS.has(next.plain) && !/^[(?]/.test(rest)) return capitalised(rest)
  if (rest !== '') return title
  while (before.length > 0 && DETERMINERS.has(before.at(-1)?.plain ?? '')) before.pop()
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

function isFunctionWord(token: Token | undefined): boolean {
  return token !== undefined && FUNCTION_WORDS.has(token.plain)
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
