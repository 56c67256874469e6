import type { WrittenBranch, WrittenGuide, WrittenQuestion } from '../../../../../platform/model/guide.js'

/** A guide of one question to write, whose answers lead to its own entry as long as nothing else is said. Pure. */
export function emptyGuide(entryId: string): WrittenGuide {
  const guide = { title: '', questions: [], branches: [], otherwise: { entryId }, given: {} }
  return withBranch(withQuestion(guide), entryId)
}

/** One question more, with two answers to write. Pure. */
export function withQuestion(guide: WrittenGuide): WrittenGuide {
  const slot = freeName(
    'question',
    guide.questions.map((one) => one.slot),
  )
  const question: WrittenQuestion = { slot, text: '', choices: [emptyChoice('reponse-1'), emptyChoice('reponse-2')] }
  return { ...guide, questions: [...guide.questions, question] }
}

/** Without a question, and without what depends on it: a case that asked nothing else stays, for every answer. Pure. */
export function withoutQuestion(guide: WrittenGuide, at: number): WrittenGuide {
  const slot = guide.questions[at]?.slot ?? ''
  const { [slot]: _, ...given } = guide.given
  return {
    ...guide,
    questions: guide.questions.filter((_, place) => place !== at),
    branches: guide.branches.map(({ when: { [slot]: _, ...when }, ...end }) => ({ ...end, when })),
    given,
  }
}

/** Changes one question. Pure. */
export function changeQuestion(guide: WrittenGuide, at: number, change: Partial<WrittenQuestion>): WrittenGuide {
  const questions = guide.questions.map((one, place) => (place === at ? { ...one, ...change } : one))
  return { ...guide, questions }
}

/** One answer more to a question. Pure. */
export function withChoice(guide: WrittenGuide, at: number): WrittenGuide {
  const choices = guide.questions[at]?.choices ?? []
  const value = freeName(
    'reponse',
    choices.map((one) => one.value),
  )
  return changeQuestion(guide, at, { choices: [...choices, emptyChoice(value)] })
}

/** Without an answer, and without the cases that it alone led to. Pure. */
export function withoutChoice(guide: WrittenGuide, at: number, choiceAt: number): WrittenGuide {
  const question = guide.questions[at]
  const value = question?.choices[choiceAt]?.value
  if (!question || value === undefined) return guide
  const { slot } = question
  const branches = guide.branches.flatMap((branch): WrittenBranch[] => {
    const values = branch.when[slot]
    if (!values?.includes(value)) return [branch]
    const left = values.filter((one) => one !== value)
    return left.length > 0 ? [{ ...branch, when: { ...branch.when, [slot]: left } }] : []
  })
  const given = Object.fromEntries(
    Object.entries(guide.given).filter(([name, implied]) => name !== slot || implied !== value),
  )
  const choices = question.choices.filter((_, place) => place !== choiceAt)
  return { ...changeQuestion(guide, at, { choices }), branches, given }
}

/** One case more, after the others, for every answer as long as none is ticked. Pure. */
export function withBranch(guide: WrittenGuide, entryId: string): WrittenGuide {
  return { ...guide, branches: [...guide.branches, { entryId, when: {} }] }
}

/** Without a case. Pure. */
export function withoutBranch(guide: WrittenGuide, at: number): WrittenGuide {
  return { ...guide, branches: guide.branches.filter((_, place) => place !== at) }
}

/** A case before the one above it: the first that the answers fit is taken. Pure. */
export function raiseBranch(guide: WrittenGuide, at: number): WrittenGuide {
  const [above, own] = [guide.branches[at - 1], guide.branches[at]]
  if (!above || !own) return guide
  return { ...guide, branches: guide.branches.with(at - 1, own).with(at, above) }
}

/** Changes one case. Pure. */
export function changeBranch(guide: WrittenGuide, at: number, change: Partial<WrittenBranch>): WrittenGuide {
  return { ...guide, branches: guide.branches.map((one, place) => (place === at ? { ...one, ...change } : one)) }
}

/** The answers of a case with one ticked or not; none ticked to a question is every answer. Pure. */
export function tickAnswer(
  when: WrittenBranch['when'],
  { slot, value, isTicked }: { slot: string; value: string; isTicked: boolean },
): WrittenBranch['when'] {
  const { [slot]: former = [], ...others } = when
  const values = isTicked ? [...former, value] : former.filter((one) => one !== value)
  return values.length > 0 ? { ...others, [slot]: values } : others
}

/** Words by which a reply is known, from one line: "moi, pour moi". Pure. */
export function repliesOf(line: string): string[] {
  return [
    ...new Set(
      line
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    ),
  ]
}

function emptyChoice(value: string) {
  return { value, label: '', replies: [] }
}

function freeName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`
}
