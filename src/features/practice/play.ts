import type { Exercise, Manners, ScriptedReply } from './exercise.js'
import { type Observed, observe } from './observe.js'

/** A line of the practice. `atMs` is counted from the start, without the time spent elsewhere. */
export interface PlayLine {
  author: 'citizen' | 'assistant' | 'agent'
  text: string
  atMs: number
}

/**
 * A practice under way: what was said, and where the script is. `thanked`: she has all she came for, and a last word is expected of the agent;
 * `left`: she gave up; `ended`: over. Plain data, so that it can be kept as JSON.
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

/** Reads all the agent's answers. Pure. */
export function progressOf(play: Play, exercise: Exercise, manners: Manners): Progressed {
  const observed = play.lines
    .filter(({ author }) => author === 'agent')
    .map(({ text }) => observe(text, exercise, manners))
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

/**
 * The agent answers; the citizen replies by the script, always the same to the same words. Of the replies not yet said, the first whose conditions
 * hold is said. When none does she thanks if she has what she came for, or says that she is lost, and after the last of those words she leaves.
 */
export function answerPlay(
  play: Play,
  { text, atMs }: { text: string; atMs: number },
  { exercise, manners }: { exercise: Exercise; manners: Manners },
): Play {
  if (play.status === 'left' || play.status === 'ended') return play
  const told: Play = { ...play, lines: [...play.lines, { author: 'agent', text, atMs }] }
  const { observed, come } = progressOf(told, exercise, manners)
  const last = observed.at(-1)
  if (!last) return told
  // A last word may be short.
  const isCurt = last.curt && play.status !== 'thanked'
  const at = exercise.replies.findIndex(
    (reply, place) => !play.usedReplies.includes(place) && holds(reply, { come, last, isCurt, turn: observed.length }),
  )
  const reply = exercise.replies[at]
  if (reply) return { ...says(told, reply.say, atMs), usedReplies: [...play.usedReplies, at], status: 'talking' }
  if (play.status === 'thanked') return { ...told, status: 'ended' }
  if (hasEverything(exercise, come)) return { ...says(told, exercise.ending.served, atMs), status: 'thanked' }
  const lost = exercise.lost[play.usedLost]
  if (lost !== undefined) return { ...says(told, lost, atMs), usedLost: play.usedLost + 1 }
  return { ...says(told, exercise.ending.left, atMs), status: 'left' }
}

/** The agent ends, or is done reading how the citizen left. */
export function endPlay(play: Play): Play {
  return { ...play, status: 'ended' }
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
