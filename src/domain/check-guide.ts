import { type Guide, type GuideBranch, MOST_CHOICES, MOST_QUESTIONS } from './guide.js'

/** What is checked of a guide. */
export type CheckedGuide = Pick<Guide, 'questions' | 'branches' | 'otherwise'>

/** One answer to each question. */
type Combination = Record<string, string>

/**
 * Finds what is wrong with a guide, in words: too many questions or choices, a name written twice or unknown, answers that lead nowhere, a branch that
 * no answer reaches, a question that changes nothing. Every combination of answers is tried. Pure.
 */
export function checkGuide(guide: CheckedGuide): string[] {
  const faults = [...checkQuestions(guide), ...guide.branches.flatMap((branch, at) => checkWhen(guide, branch, at))]
  // Combinations say something only once every name is right.
  return faults.length > 0 ? faults : checkCombinations(guide)
}

function checkQuestions({ questions }: CheckedGuide): string[] {
  const faults = doublesAmong(questions.map(({ slot }) => slot)).map((slot) => `questions: "${slot}" is asked twice`)
  if (questions.length > MOST_QUESTIONS)
    faults.push(`questions: ${questions.length} are too many, ${MOST_QUESTIONS} at most`)
  for (const { slot, choices } of questions) {
    if (choices.length < 2) faults.push(`question "${slot}": at least two choices`)
    if (choices.length > MOST_CHOICES)
      faults.push(`question "${slot}": ${choices.length} choices are too many, ${MOST_CHOICES} at most`)
    for (const value of doublesAmong(choices.map((choice) => choice.value)))
      faults.push(`question "${slot}": the value "${value}" is written twice`)
    for (const label of doublesAmong(choices.map((choice) => choice.label)))
      faults.push(`question "${slot}": the label "${label}" is written twice`)
  }
  return faults
}

function checkWhen({ questions }: CheckedGuide, { when }: GuideBranch, at: number): string[] {
  return Object.entries(when).flatMap(([slot, values]) => {
    const question = questions.find((one) => one.slot === slot)
    if (!question) return [`${nameOf(at)}: no question has the slot "${slot}"`]
    return values
      .filter((value) => !question.choices.some((choice) => choice.value === value))
      .map((value) => `${nameOf(at)}: "${slot}" has no choice "${value}"`)
  })
}

function checkCombinations({ questions, branches }: CheckedGuide): string[] {
  const faults: string[] = []
  const reached = new Set<number>()
  for (const combination of combinationsOf(questions)) {
    const at = branches.findIndex(({ when }) => fits(when, combination))
    if (at < 0) faults.push(`no branch for ${describe(combination)}`)
    else reached.add(at)
  }
  for (const at of branches.keys()) {
    if (!reached.has(at)) faults.push(`${nameOf(at)}: no answers lead to it, an earlier one takes them all`)
  }
  const used = new Set([...reached].flatMap((at) => Object.keys(branches[at]?.when ?? {})))
  for (const { slot } of questions) {
    if (!used.has(slot)) faults.push(`question "${slot}": no branch depends on it`)
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

function describe(combination: Combination): string {
  return Object.entries(combination)
    .map(([slot, value]) => `${slot}=${value}`)
    .join(', ')
}

/** Branches are counted from 1, as a reader of the file counts them. */
function nameOf(at: number): string {
  return `branch ${at + 1}`
}

function doublesAmong(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
