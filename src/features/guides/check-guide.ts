import {
  GUIDE_LENGTHS,
  type Guide,
  type GuideBranch,
  MOST_GUIDE_CHOICES,
  MOST_QUESTIONS,
  type WrittenGuide,
} from '../../platform/model/guide.js'
import { writtenGuide } from './guide-shape.js'

/** What is checked of a guide. */
export type CheckedGuide = Pick<Guide, 'branches' | 'otherwise'> & {
  questions: readonly { slot: string; choices: readonly { value: string; label: string }[] }[]
}

/** What may be wrong with a guide. */
export type GuideRule =
  | 'slot_twice'
  | 'many_questions'
  | 'few_choices'
  | 'many_choices'
  | 'value_twice'
  | 'label_twice'
  | 'unknown_slot'
  | 'unknown_value'
  | 'no_branch'
  | 'branch_unreached'
  | 'question_unused'

/** A fault of a guide. */
export interface GuideFault {
  rule: GuideRule
  /** Path in the guide: `questions.0`, `branches.2`. */
  field: string
  parameters: Record<string, string>
}

/** One answer to each question. */
type Combination = Record<string, string>

/**
 * Finds what is wrong with a guide: too many questions or choices, a name written twice or unknown, answers that lead nowhere, a branch that no answer
 * reaches, a question that changes nothing. Every combination of answers is tried, up to the most that a guide may have. Pure.
 */
export function findGuideFaults(guide: CheckedGuide): GuideFault[] {
  const faults = [...checkQuestions(guide), ...guide.branches.flatMap((branch, at) => checkWhen(guide, branch, at))]
  // Combinations say something only once every name is right.
  return faults.length > 0 ? faults : checkCombinations(guide)
}

/** The same in words, for whoever writes the file. Pure. */
export function checkGuide(guide: CheckedGuide): string[] {
  return findGuideFaults(guide).map((fault) => SENTENCES[fault.rule](fault.parameters, fault.field))
}

/** Branches are counted from 1, as a reader of the file counts them. */
const SENTENCES: Record<GuideRule, (parameters: Record<string, string>, field: string) => string> = {
  slot_twice: ({ slot }) => `questions: "${slot}" is asked twice`,
  many_questions: ({ count, most }) => `questions: ${count} are too many, ${most} at most`,
  few_choices: ({ slot }) => `question "${slot}": at least two choices`,
  many_choices: ({ slot, count, most }) => `question "${slot}": ${count} choices are too many, ${most} at most`,
  value_twice: ({ slot, value }) => `question "${slot}": the value "${value}" is written twice`,
  label_twice: ({ slot, label }) => `question "${slot}": the label "${label}" is written twice`,
  unknown_slot: ({ slot }, field) => `${branchIn(field)}: no question has the slot "${slot}"`,
  unknown_value: ({ slot, value }, field) => `${branchIn(field)}: "${slot}" has no choice "${value}"`,
  no_branch: ({ answers }) => `no branch for ${answers}`,
  branch_unreached: (_, field) => `${branchIn(field)}: no answers lead to it, an earlier one takes them all`,
  question_unused: ({ slot }) => `question "${slot}": no branch depends on it`,
}

function branchIn(field: string): string {
  return `branch ${Number(field.split('.')[1]) + 1}`
}

function checkQuestions({ questions }: CheckedGuide): GuideFault[] {
  const faults: GuideFault[] = []
  const refuse = (rule: GuideRule, field: string, parameters: Record<string, string>) =>
    faults.push({ rule, field, parameters })
  for (const slot of doublesAmong(questions.map((one) => one.slot))) refuse('slot_twice', 'questions', { slot })
  if (questions.length > MOST_QUESTIONS)
    refuse('many_questions', 'questions', { count: String(questions.length), most: String(MOST_QUESTIONS) })
  for (const [at, { slot, choices }] of questions.entries()) {
    const field = `questions.${at}`
    const count = String(choices.length)
    if (choices.length < 2) refuse('few_choices', field, { slot })
    if (choices.length > MOST_GUIDE_CHOICES)
      refuse('many_choices', field, { slot, count, most: String(MOST_GUIDE_CHOICES) })
    for (const value of doublesAmong(choices.map((choice) => choice.value)))
      refuse('value_twice', field, { slot, value })
    for (const label of doublesAmong(choices.map((choice) => choice.label)))
      refuse('label_twice', field, { slot, label })
  }
  return faults
}

function checkWhen({ questions }: CheckedGuide, { when }: GuideBranch, at: number): GuideFault[] {
  const field = `branches.${at}`
  return Object.entries(when).flatMap(([slot, values]): GuideFault[] => {
    const question = questions.find((one) => one.slot === slot)
    if (!question) return [{ rule: 'unknown_slot', field, parameters: { slot } }]
    return values
      .filter((value) => !question.choices.some((choice) => choice.value === value))
      .map((value) => ({ rule: 'unknown_value', field, parameters: { slot, value } }))
  })
}

function checkCombinations({ questions, branches }: CheckedGuide): GuideFault[] {
  const faults: GuideFault[] = []
  const reached = new Set<number>()
  for (const combination of combinationsOf(questions)) {
    const at = branches.findIndex(({ when }) => fits(when, combination))
    if (at >= 0) reached.add(at)
    else faults.push({ rule: 'no_branch', field: 'branches', parameters: describe(combination, questions) })
  }
  for (const at of branches.keys()) {
    if (!reached.has(at)) faults.push({ rule: 'branch_unreached', field: `branches.${at}`, parameters: {} })
  }
  const used = new Set([...reached].flatMap((at) => Object.keys(branches[at]?.when ?? {})))
  for (const [at, { slot }] of questions.entries()) {
    if (!used.has(slot)) faults.push({ rule: 'question_unused', field: `questions.${at}`, parameters: { slot } })
  }
  return faults
}

/** Every way to answer every question. */
function combinationsOf(questions: CheckedGuide['questions']): Combination[] {
  return questions.reduce<Combination[]>(
    (before, { slot, choices }) => before.flatMap((one) => choices.map(({ value }) => ({ ...one, [slot]: value }))),
    [{}],
  )
}

function fits(when: GuideBranch['when'], combination: Combination): boolean {
  return Object.entries(when).every(([slot, values]) => values.includes(combination[slot] ?? ''))
}

/** A combination by its names, and by its labels. */
function describe(combination: Combination, questions: CheckedGuide['questions']): Record<string, string> {
  const answers = Object.entries(combination).map(([slot, value]) => `${slot}=${value}`)
  const labels = questions.flatMap(({ slot, choices }) =>
    choices.filter(({ value }) => value === combination[slot]).map(({ label }) => label),
  )
  return { answers: answers.join(', '), labels: labels.join(' · ') }
}

function doublesAmong(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

/** What may keep a guide from being published, beside {@link GuideRule}. */
export type WrittenGuideRule = GuideRule | 'text_empty' | 'text_long' | 'entry_unknown'

/** A fault of a written guide. */
interface WrittenGuideFault {
  /** Path in the guide. */
  field: string
  rule: WrittenGuideRule
  parameters: Record<string, string>
}

/**
 * Everything that must be mended in a guide before it is published: the lengths and names that its file would be held to, then where its answers lead. Pure.
 * @param entryIds entries that it may lead to
 */
export function checkWrittenGuide(guide: WrittenGuide, entryIds: ReadonlySet<string>): WrittenGuideFault[] {
  const read = writtenGuide.safeParse(guide)
  const shape = read.success ? [] : read.error.issues.map(({ path, code }) => shapeFault(path, code))
  const ends = [...guide.branches.map((branch, at) => [`branches.${at}`, branch] as const)]
  const unknown = [...ends, ['otherwise', guide.otherwise] as const]
    .filter(([, { entryId }]) => !entryIds.has(entryId))
    .map(([field]): WrittenGuideFault => ({ field: `${field}.entryId`, rule: 'entry_unknown', parameters: {} }))
  const named = shape.filter(({ field }) => !unknown.some((one) => one.field === field))
  return [...named, ...unknown, ...findGuideFaults(guide)]
}

function shapeFault(path: readonly PropertyKey[], code: string): WrittenGuideFault {
  const field = path.map(String).join('.')
  const name = String(path.at(-1))
  if (code !== 'too_big') return { field, rule: 'text_empty', parameters: {} }
  const most = GUIDE_LENGTHS[name as keyof typeof GUIDE_LENGTHS] ?? 40
  return { field, rule: 'text_long', parameters: { most: String(most) } }
}
