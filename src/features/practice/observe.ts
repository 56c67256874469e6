import { COURTESIES, type Courtesy, type Exercise, type Manners } from './exercise.js'
import { foldPhrase, heardIn } from './hear.js'

/** An answer with fewer words, and without courtesy or question, is curt. */
const CURT_WORDS = 5

/** What one answer of the agent has in it: for each thing found, the sentence where it is. */
export interface Observed {
  goals: Map<string, string>
  courtesies: Map<Courtesy, string>
  never: Map<string, string>
  /** Ids of the entries that are linked. */
  entries: string[]
  curt: boolean
}

/** Ids of the entries that a text links, each once: `…/fiche/<id>`. */
export function entriesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\/fiche\/([a-z0-9-]{1,80})/g)].map(([, id]) => id ?? ''))]
}

/** Reads an answer of the agent. Pure. */
export function observe(text: string, exercise: Exercise, manners: Manners): Observed {
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
