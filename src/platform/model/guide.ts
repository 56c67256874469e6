/** Most questions of a guide: beyond, a person helps better than a form. */
export const MOST_QUESTIONS = 3
/** Most answers of a question, so that its buttons fit on a phone. */
export const MOST_GUIDE_CHOICES = 5
/** Longest texts of a guide, in characters: a phone shows them whole. */
export const GUIDE_LENGTHS = { title: 60, text: 160, help: 300, label: 60, note: 500 } as const

/** An answer that a citizen may give to a question of a guide. */
export interface GuideChoice {
  value: string
  /** What its button says. */
  label: string
  /** Words by which it is heard in anything she writes, before it is asked too. */
  words: readonly string[]
  /** Words that mean it only in reply to its question: "oui", "moi". */
  replies: readonly string[]
}

/** A question of a guide. Its answer fills one slot, as Botpress calls what an intent reads in a message. */
export interface GuideQuestion {
  slot: string
  text: string
  /** How to find out, for a citizen who does not know. */
  help?: string
  choices: readonly GuideChoice[]
}

/** Where a guide leads: an entry, with a few words of Markdown to read before it. */
export interface GuideEnd {
  entryId: string
  note?: string
}

/** An end, and the answers that lead to it: for each slot named, one of the values. Slots that are not named do not matter. */
export interface GuideBranch extends GuideEnd {
  when: Readonly<Record<string, readonly string[]>>
}

/** A few short questions before an entry, as one of the entries by which it is entered has them. */
export interface Guide {
  id: string
  title: string
  questions: readonly GuideQuestion[]
  /** The first that the answers fit is taken. */
  branches: readonly GuideBranch[]
  /** For a citizen whose answers, unknown ones included, fit no branch. */
  otherwise: GuideEnd
  /** Answers that the entry by which it is entered implies. */
  given: Readonly<Record<string, string>>
  /** Words by which a citizen moves in a guide without its buttons. */
  commands: Readonly<Record<GuideCommand, readonly string[]>>
  /** What a curator wrote; absent of a guide of the files. */
  written?: WrittenGuide
}

/** An answer to a question of a written guide. */
export type WrittenChoice = Pick<GuideChoice, 'value' | 'label'> & { replies: string[] }

/** A question of a written guide. */
export type WrittenQuestion = Pick<GuideQuestion, 'slot' | 'text' | 'help'> & { choices: WrittenChoice[] }

/** A branch of a written guide. */
export type WrittenBranch = GuideEnd & { when: Record<string, string[]> }

/**
 * A guide as a curator writes it with its entry. The words by which an answer is heard before it is asked are those that the installed guides have for the
 * same slot and value: they run to hundreds, and are not written here.
 */
export interface WrittenGuide {
  title: string
  questions: WrittenQuestion[]
  branches: WrittenBranch[]
  otherwise: GuideEnd
  given: Record<string, string>
  /** Digest of the guide of the files that it was made from; absent of one that was made from none. */
  madeFrom?: string
}

/** Ways to move in a guide beside answering. */
export const GUIDE_COMMANDS = ['back', 'restart', 'unsure', 'general', 'leave'] as const
/** One of {@link GUIDE_COMMANDS}. */
export type GuideCommand = (typeof GUIDE_COMMANDS)[number]

/** Where a citizen stands in a guide, kept between two messages. */
export interface GuideProgress {
  /** The entry by which the guide was entered: its answer is the general one. */
  entryId: string
  /** Answers that her own words or the entry gave: not asked. */
  known: Record<string, string>
  /** Answers that she gave when asked, in order; `null` when she does not know. */
  answers: { slot: string; value: string | null }[]
  /** The slot of the question that was asked last; `null` once the guide has ended. */
  asking: string | null
  /** Whether that question was asked a second time, with help. */
  repeated: boolean
}

/** What comes next in a guide. */
export type GuideStep =
  /** `number` counts from 1; `total` is the most that may be asked on the way, so that it never grows. */
  { kind: 'ask'; question: GuideQuestion; number: number; total: number } | { kind: 'end'; end: GuideEnd }

/** What can be answered to a question, or implied: nothing yet, a value, or that it is not known. */
type Answers = ReadonlyMap<string, string | null>

/** Enters a guide with what is already known. Values that the guide does not have are left out. */
export function beginGuide(guide: Guide, entryId: string, known: Readonly<Record<string, string>> = {}): GuideProgress {
  return { entryId, known: { ...guide.given, ...known }, answers: [], asking: null, repeated: false }
}

/** Enters a guide with nothing presumed, so that every question that matters is asked. */
export function restartGuide(entryId: string): GuideProgress {
  return { entryId, known: {}, answers: [], asking: null, repeated: false }
}

/**
 * The next question, or the end. Only questions of a branch that is still possible are asked, in the order of the guide. Pure; at most as many
 * questions are asked as the guide has.
 */
export function nextStep(guide: Guide, progress: GuideProgress): GuideStep {
  const answers = answersOf(guide, progress)
  const next = decideStep(guide, answers)
  if ('end' in next) return { kind: 'end', end: next.end }
  const number = progress.answers.length + 1
  return { kind: 'ask', question: next.question, number, total: progress.answers.length + longestPath(guide, answers) }
}

/** Answers a question; an answer to the same slot before is replaced. `null` when the citizen does not know. */
export function answerSlot(progress: GuideProgress, slot: string, value: string | null): GuideProgress {
  const { [slot]: _, ...known } = progress.known
  const answers = [...progress.answers.filter((answer) => answer.slot !== slot), { slot, value }]
  return { ...progress, known, answers, repeated: false }
}

/** Takes back the last answer that was given when asked; nothing when there is none. */
export function goBack(progress: GuideProgress): GuideProgress {
  return { ...progress, answers: progress.answers.slice(0, -1), repeated: false }
}

/** The labels of what was answered or known, in the order of the questions. */
export function labelsOf(guide: Guide, progress: GuideProgress): string[] {
  const answers = answersOf(guide, progress)
  return guide.questions.flatMap(({ slot, choices }) =>
    choices.filter(({ value }) => value === answers.get(slot)).map(({ label }) => label),
  )
}

/** Every entry that a guide may show, the one by which it was entered left out. */
export function entriesOfGuide({ branches, otherwise }: Guide): Set<string> {
  return new Set([...branches, otherwise].map(({ entryId }) => entryId))
}

/** The entries to which a guide may still lead who answers each of its next questions: one when it is known already. */
export function entriesAhead(guide: Guide, progress: GuideProgress): Set<string> {
  return new Set(endsFrom(guide, answersOf(guide, progress)).map(({ entryId }) => entryId))
}

/** Only answers that the guide still has count: its content may have changed between two messages. */
function answersOf({ questions }: Guide, { known, answers }: GuideProgress): Answers {
  const given = new Map<string, string | null>(Object.entries(known))
  for (const { slot, value } of answers) given.set(slot, value)
  const valid = questions.flatMap(({ slot, choices }): [string, string | null][] => {
    const value = given.get(slot)
    if (value === undefined) return []
    return value === null || choices.some((choice) => choice.value === value) ? [[slot, value]] : []
  })
  return new Map(valid)
}

/** Towards the first branch that the answers do not exclude: the first of its questions that is open, or its end. */
function decideStep(guide: Guide, answers: Answers): { end: GuideEnd } | { question: GuideQuestion } {
  for (const branch of guide.branches) {
    const { when } = branch
    const isExcluded = Object.keys(when).some((slot) => {
      const value = answers.get(slot)
      return value !== undefined && (value === null || !when[slot]?.includes(value))
    })
    if (isExcluded) continue
    const question = guide.questions.find(({ slot }) => when[slot] !== undefined && !answers.has(slot))
    return question ? { question } : { end: branch }
  }
  return { end: guide.otherwise }
}

function longestPath(guide: Guide, answers: Answers): number {
  const next = decideStep(guide, answers)
  if ('end' in next) return 0
  const { slot, choices } = next.question
  const values = [...choices.map(({ value }) => value), null]
  return 1 + Math.max(...values.map((value) => longestPath(guide, new Map([...answers, [slot, value]]))))
}

function endsFrom(guide: Guide, answers: Answers): GuideEnd[] {
  const next = decideStep(guide, answers)
  if ('end' in next) return [next.end]
  const { slot, choices } = next.question
  return choices.flatMap(({ value }) => endsFrom(guide, new Map([...answers, [slot, value]])))
}
