import type { Answer } from '../../platform/model/entry.js'
import { COURTESIES, type Courtesy, type Exercise, type Manners, type ScriptedReply } from './exercise.js'

/** Words that may stand between two words of a phrase. */
const MOST_BETWEEN = 3
/** Words before a match in which a negation counts. */
const NEGATION_REACH = 5
const NEGATIONS = new Set([
  'ne',
  'n',
  'pas',
  'jamais',
  'inutile',
  'sans',
  'aucun',
  'aucune',
  'not',
  'don',
  'never',
  'no',
])

/** The sentences of a text, as written. */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?;…؟])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** Lower case, without accents; every script's letters are words. */
function foldPhrase(text: string): string[] {
  const folded = text.toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').normalize('NFD').replace(/\p{M}/gu, '')
  return folded.match(/[\p{L}\p{N}]+\*?/gu) ?? []
}

/**
 * The first sentence of a text in which one of the phrases is heard, as written; `null` when none is. The words of a phrase come in order, with at
 * most three others between two of them, in any number or gender; `*` after a word stands for its ending. Accents and capitals do not count.
 * @param options `denied: false` leaves out what a negation comes before ("ne m’envoyez pas votre mot de passe")
 */
export function heardIn(
  text: string,
  phrases: readonly string[],
  { denied }: { denied: boolean } = { denied: true },
): string | null {
  const wanted = phrases.map(foldPhrase).filter((phrase) => phrase.length > 0)
  for (const sentence of sentencesOf(text)) {
    const words = foldPhrase(sentence)
    const isHeard = wanted.some((phrase) =>
      words.some((_, at) => isAt(words, at, phrase) && (denied || !isDenied(words, at))),
    )
    if (isHeard) return sentence
  }
  return null
}

/** Whether a phrase begins at a word. */
function isAt(words: readonly string[], at: number, [first = '', ...rest]: readonly string[]): boolean {
  if (!isSame(words[at] ?? '', first)) return false
  if (rest.length === 0) return true
  for (let next = at + 1; next <= at + 1 + MOST_BETWEEN && next < words.length; next += 1) {
    if (isAt(words, next, rest)) return true
  }
  return false
}

function isSame(word: string, wanted: string): boolean {
  if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1))
  return ['', 's', 'x', 'e', 'es'].some((ending) => word === wanted + ending)
}

function isDenied(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - NEGATION_REACH), at).some((word) => NEGATIONS.has(word))
}

/** An answer with fewer words, and without courtesy or question, is curt. */
const CURT_WORDS = 5

/** What one answer of the agent has in it: for each thing found, the sentence where it is. */
interface Observed {
  goals: Map<string, string>
  courtesies: Map<Courtesy, string>
  never: Map<string, string>
  /** Ids of the entries that are linked. */
  entries: string[]
  curt: boolean
}

/** Ids of the entries that a text links, each once: `…/fiche/<id>`. */
function entriesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\/fiche\/([a-z0-9-]{1,80})/g)].map(([, id]) => id ?? ''))]
}

/** Reads an answer of the agent. Pure. */
function observe(text: string, exercise: Exercise, manners: Manners): Observed {
  // The words of an address say nothing.
  const spoken = text.replace(/https?:\/\/\S+|\/fiche\/\S+/g, ' ')
  const goals = found(exercise.goals, ({ heard }) => heardIn(spoken, heard))
  const never = found([...manners.never, ...exercise.never], ({ heard }) => heardIn(spoken, heard, { denied: false }))
  const courtesies = new Map<Courtesy, string>()
  for (const courtesy of COURTESIES) {
    const sentence = heardIn(spoken, manners.courtesies[courtesy].heard)
    if (sentence !== null) courtesies.set(courtesy, sentence)
  }
  const entries = entriesIn(text)
  const curt =
    foldPhrase(spoken).length < CURT_WORDS &&
    courtesies.size === 0 &&
    goals.size === 0 &&
    entries.length === 0 &&
    !/[?؟]/.test(spoken)
  return { goals, courtesies, never, entries, curt }
}

function found<T extends { id: string }>(of: readonly T[], hear: (one: T) => string | null): Map<string, string> {
  return new Map(
    of.flatMap((one): [string, string][] => {
      const sentence = hear(one)
      return sentence === null ? [] : [[one.id, sentence]]
    }),
  )
}

/** A line of the practice. `atMs` is counted from the start, without the time spent elsewhere. */
export interface PlayLine {
  author: 'citizen' | 'assistant' | 'agent'
  /** Of a card, the address of its sheet. */
  text: string
  atMs: number
  /** The entry whose card the agent showed. */
  card?: Answer
}

/**
 * A practice under way: what was said, and where the script is. `thanked`: she has all she came for, and a last word is expected of the agent;
 * `left`: she gave up; `ended`: the last word was said. Plain data, so that it can be kept as JSON.
 */
export interface Play {
  exerciseId: string
  lines: PlayLine[]
  status: 'talking' | 'thanked' | 'left' | 'ended'
  /** Places in the exercise of the replies that have been said. */
  usedReplies: number[]
  usedLost: number
  hintsGiven: number
}

/** Begins an exercise: what was said before the agent came, and the citizen's first words. */
export function beginPlay(exercise: Exercise): Play {
  const before = exercise.before.map(({ author, text }): PlayLine => ({ author, text, atMs: 0 }))
  return {
    exerciseId: exercise.id,
    lines: [...before, { author: 'citizen', text: exercise.opening, atMs: 0 }],
    status: 'talking',
    usedReplies: [],
    usedLost: 0,
    hintsGiven: 0,
  }
}

/** Everything that the agent's answers have in them so far. */
export interface Progressed {
  /** Answers of the agent in order. */
  observed: Observed[]
  /** Goals, entries, formulas and faults that have come, as conditions name them. */
  come: Set<string>
}

/** Reads all the agent's answers: what she says at one stretch is one, as words and the card that goes with them. Pure. */
export function progressOf(play: Play, exercise: Exercise, manners: Manners): Progressed {
  const answers: string[] = []
  for (const [at, { author, text }] of play.lines.entries()) {
    if (author !== 'agent') continue
    if (play.lines[at - 1]?.author === 'agent') answers.push(`${answers.pop()}\n${text}`)
    else answers.push(text)
  }
  const observed = answers.map((text) => observe(text, exercise, manners))
  return { observed, come: new Set(observed.flatMap(namesOf)) }
}

function namesOf(one: Observed): string[] {
  return [
    ...one.goals.keys(),
    ...one.courtesies.keys(),
    ...one.entries.map((id) => `entry:${id}`),
    ...[...one.never.keys()].map((id) => `never:${id}`),
  ]
}

/** The agent says something, or shows a card. */
export function tellPlay(play: Play, line: Omit<PlayLine, 'author'>): Play {
  return { ...play, lines: [...play.lines, { ...line, author: 'agent' }] }
}

/**
 * The citizen replies by the script, always the same to the same words. Of the replies not yet said, the first whose conditions hold is said. When none does
 * she thanks if she has what she came for, or says that she is lost, and after the last of those words she leaves.
 */
export function replyPlay(
  told: Play,
  atMs: number,
  { exercise, manners }: { exercise: Exercise; manners: Manners },
): Play {
  const { observed, come } = progressOf(told, exercise, manners)
  const last = observed.at(-1)
  if (!last || !isExpectingReply(told)) return told
  // A last word may be short.
  const isCurt = last.curt && told.status !== 'thanked'
  const at = exercise.replies.findIndex(
    (reply, place) => !told.usedReplies.includes(place) && holds(reply, { come, last, isCurt, turn: observed.length }),
  )
  const reply = exercise.replies[at]
  if (reply) return { ...says(told, reply.say, atMs), usedReplies: [...told.usedReplies, at], status: 'talking' }
  if (told.status === 'thanked') return { ...told, status: 'ended' }
  if (hasEverything(exercise, come)) return { ...says(told, exercise.ending.served, atMs), status: 'thanked' }
  const lost = exercise.lost[told.usedLost]
  if (lost !== undefined) return { ...says(told, lost, atMs), usedLost: told.usedLost + 1 }
  return { ...says(told, exercise.ending.left, atMs), status: 'left' }
}

/** Whether the agent has said something that the citizen has not answered. */
export function isExpectingReply({ lines, status }: Play): boolean {
  return (status === 'talking' || status === 'thanked') && lines.at(-1)?.author === 'agent'
}

/** The agent answers, and the citizen replies. */
export function answerPlay(
  play: Play,
  { text, atMs }: { text: string; atMs: number },
  script: { exercise: Exercise; manners: Manners },
): Play {
  if (play.status === 'left' || play.status === 'ended') return play
  return replyPlay(tellPlay(play, { text, atMs }), atMs, script)
}

/** Gives one more hint, as long as there is one. */
export function askHint(play: Play, exercise: Exercise): Play {
  return { ...play, hintsGiven: Math.min(play.hintsGiven + 1, exercise.hints.length) }
}

function says(play: Play, text: string, atMs: number): Play {
  return { ...play, lines: [...play.lines, { author: 'citizen', text, atMs }] }
}

function holds(
  { after = [], on = [], without = [], turn = 1, curt }: ScriptedReply,
  state: { come: ReadonlySet<string>; last: Observed; isCurt: boolean; turn: number },
): boolean {
  const now = new Set(namesOf(state.last))
  return (
    after.every((name) => state.come.has(name)) &&
    (on.length === 0 || on.some((name) => now.has(name))) &&
    !without.some((name) => state.come.has(name)) &&
    state.turn >= turn &&
    (curt === undefined || state.isCurt)
  )
}

/** Whether every goal has been reached, by the agent's words or by a sheet that she gave. */
function hasEverything({ goals, channel }: Exercise, come: ReadonlySet<string>): boolean {
  return goals.every(
    ({ id, source, aloud }) =>
      come.has(id) || (channel === 'chat' && !aloud && source !== undefined && come.has(`entry:${source.entry}`)),
  )
}
