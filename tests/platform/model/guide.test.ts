import { describe, expect, it } from '@jest/globals'
import { checkGuide } from '../../../src/features/guides/check-guide.js'
import {
  answerSlot,
  beginGuide,
  type Guide,
  type GuideBranch,
  type GuideProgress,
  type GuideStep,
  goBack,
  labelsOf,
  MOST_QUESTIONS,
  nextStep,
  restartGuide,
} from '../../../src/platform/model/guide.js'
import { fc } from '../../properties.js'
import { identityCard, question } from './sample-guide.js'

const SLOTS = ['a', 'b', 'c'].slice(0, MOST_QUESTIONS)

/** Any guide of one to three questions; its branches may leave answers without an end, as a guide that changed might. */
const anyGuide: fc.Arbitrary<Guide> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 3 }),
    seed: fc.infiniteStream(fc.nat(99)),
  })
  .map(({ sizes, seed }) => {
    const draw = (most: number) => (seed.next().value as number) % most
    const questions = sizes.map((size, at) =>
      question(
        SLOTS[at] ?? '',
        Array.from({ length: size }, (_, value) => `v${value}`),
      ),
    )
    const branches = Array.from({ length: 1 + draw(6) }, (_, at): GuideBranch => {
      const when = questions
        .filter(() => draw(2) === 0)
        .map(({ slot, choices }) => {
          const values = choices.map(({ value }) => value).filter(() => draw(2) === 0)
          return [slot, values.length > 0 ? values : ['v0']] as const
        })
      return { when: Object.fromEntries(when), entryId: `entry-${at}` }
    })
    return { ...identityCard(), questions, branches, given: {} }
  })

/** Answers until the end; the draws choose each answer, "I do not know" included. */
function walk(guide: Guide, draws: readonly number[], from: GuideProgress = beginGuide(guide, 'start')) {
  const asked: Extract<GuideStep, { kind: 'ask' }>[] = []
  let progress = from
  for (let turn = 0; turn < 20; turn += 1) {
    const step = nextStep(guide, progress)
    if (step.kind === 'end') return { asked, progress, end: step.end }
    asked.push(step)
    const { slot, choices } = step.question
    progress = answerSlot(progress, slot, choices[(draws[turn] ?? 0) % (choices.length + 1)]?.value ?? null)
  }
  throw new Error('the guide does not end')
}

const draws = fc.array(fc.nat(5), { minLength: 3, maxLength: 3 })

describe('any guide, whatever is answered', () => {
  it('ends after no more questions than it has, each asked once, and than it announced', () => {
    fc.assert(
      fc.property(anyGuide, draws, (guide, answers) => {
        const { asked } = walk(guide, answers)
        expect(asked.length).toBeLessThanOrEqual(Math.min(MOST_QUESTIONS, guide.questions.length))
        expect(new Set(asked.map((step) => step.question.slot)).size).toBe(asked.length)
        expect(asked.map(({ number }) => number)).toEqual(asked.map((_, at) => at + 1))
        const totals = asked.map(({ total }) => total)
        expect(totals).toEqual([...totals].sort((a, b) => b - a))
        for (const { number, total } of asked) expect(total).toBeGreaterThanOrEqual(number)
      }),
    )
  })

  it('goes back by exactly one answer, to the question that was answered', () => {
    fc.assert(
      fc.property(anyGuide, draws, (guide, answers) => {
        const { asked, progress } = walk(guide, answers)
        fc.pre(asked.length > 0)
        const back = goBack(progress)
        expect(back.answers).toEqual(progress.answers.slice(0, -1))
        expect(nextStep(guide, back)).toEqual(asked.at(-1))
      }),
    )
  })

  it('leads to a branch that the answers fit, or to the end of who does not know', () => {
    fc.assert(
      fc.property(anyGuide, draws, (guide, answers) => {
        const { progress, end } = walk(guide, answers)
        const given = new Map(progress.answers.map(({ slot, value }) => [slot, value]))
        const fitting = guide.branches.find(({ when }) =>
          Object.entries(when).every(([slot, values]) => values.includes(given.get(slot) ?? '')),
        )
        expect(end).toEqual(fitting ?? guide.otherwise)
      }),
    )
  })

  it('always finds a branch when the check found no fault and everything is known', () => {
    fc.assert(
      fc.property(anyGuide, draws, (guide, answers) => {
        fc.pre(checkGuide(guide).length === 0)
        const known = Object.fromEntries(
          guide.questions.map(({ slot, choices }, at) => [
            slot,
            choices[(answers[at] ?? 0) % choices.length]?.value ?? '',
          ]),
        )
        const { asked, end } = walk(guide, answers, beginGuide(guide, 'start', known))
        expect(asked).toEqual([])
        expect(guide.branches).toContainEqual(end)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a guide', () => {
  const guide = identityCard()

  it('asks only what matters', () => {
    const child = answerSlot(beginGuide(guide, 'perte'), 'age', 'mineur')
    expect(nextStep(guide, child)).toEqual({ kind: 'end', end: guide.branches[0] })
    const adult = answerSlot(beginGuide(guide, 'perte'), 'age', 'majeur')
    expect(nextStep(guide, adult)).toMatchObject({ kind: 'ask', question: { slot: 'situation' }, number: 2, total: 2 })
  })

  it('does not ask what is known, unless it begins again', () => {
    const known = beginGuide(guide, 'perte', { age: 'majeur' })
    expect(nextStep(guide, known)).toMatchObject({ question: { slot: 'situation' }, number: 1, total: 1 })
    expect(nextStep(guide, restartGuide('perte'))).toMatchObject({ question: { slot: 'age' }, number: 1, total: 2 })
  })

  it('takes what the entry implies for known', () => {
    const progress = beginGuide({ ...guide, given: { situation: 'perdue' } }, 'perte', { age: 'majeur' })
    expect(nextStep(guide, progress)).toEqual({ kind: 'end', end: guide.branches[1] })
  })

  it('goes on without an answer that is not known, as far as another branch fits', () => {
    const unknownAge = answerSlot(beginGuide(guide, 'perte'), 'age', null)
    expect(nextStep(guide, unknownAge)).toMatchObject({ question: { slot: 'situation' } })
    expect(nextStep(guide, answerSlot(unknownAge, 'situation', null))).toEqual({ kind: 'end', end: guide.otherwise })
    const lost = answerSlot(unknownAge, 'situation', 'perdue')
    expect(nextStep(guide, lost)).toEqual({ kind: 'end', end: guide.branches[1] })
  })

  it('forgets answers that it no longer has', () => {
    const progress = answerSlot(beginGuide(guide, 'perte', { couleur: 'bleue' }), 'age', 'centenaire')
    expect(nextStep(guide, progress)).toMatchObject({ question: { slot: 'age' } })
  })

  it('says what was answered in the order of its questions', () => {
    const progress = answerSlot(beginGuide(guide, 'perte', { situation: 'volee' }), 'age', 'majeur')
    expect(labelsOf(guide, progress)).toEqual(['Un adulte', 'Carte volée'])
    expect(labelsOf(guide, answerSlot(progress, 'age', null))).toEqual(['Carte volée'])
  })
})

describe('checkGuide', () => {
  const guide = identityCard()
  const [child, lost, stolen] = guide.branches as [GuideBranch, GuideBranch, GuideBranch]
  const [age, situation] = guide.questions as [Guide['questions'][0], Guide['questions'][0]]

  it('finds nothing wrong with a guide that is whole', () => {
    expect(checkGuide(guide)).toEqual([])
  })

  it.each<[string, Partial<Guide>, string]>([
    ['names the answers that lead nowhere', { branches: [child, lost] }, 'no branch for age=majeur, situation=volee'],
    [
      'names a branch that is never reached',
      { branches: [child, lost, stolen, { ...lost, when: { situation: ['perdue'] } }] },
      'branch 4: no answers lead to it, an earlier one takes them all',
    ],
    [
      'names a question that changes nothing',
      { questions: [age, situation, question('couleur', ['bleue', 'rose'])] },
      'question "couleur": no branch depends on it',
    ],
    [
      'refuses four questions',
      { questions: [age, situation, ...['x', 'y'].map((slot) => question(slot, ['1', '2']))] },
      'questions: 4 are too many, 3 at most',
    ],
    [
      'refuses six choices',
      { questions: [age, question('situation', ['perdue', 'volee', '3', '4', '5', '6'])] },
      'question "situation": 6 choices are too many, 5 at most',
    ],
    [
      'refuses a question with one choice',
      { questions: [question('age', ['mineur']), situation], branches: [child] },
      'question "age": at least two choices',
    ],
    [
      'names a slot without a question',
      { branches: [...guide.branches, { ...lost, when: { taille: ['1'] } }] },
      'branch 4: no question has the slot "taille"',
    ],
    [
      'names a value without a choice',
      { branches: [{ ...child, when: { age: ['bebe'] } }] },
      'branch 1: "age" has no choice "bebe"',
    ],
    ['names a slot asked twice', { questions: [age, age, situation] }, 'questions: "age" is asked twice'],
    [
      'names a value written twice',
      { questions: [question('age', ['mineur', 'majeur', 'mineur']), situation] },
      'question "age": the value "mineur" is written twice',
    ],
  ])('%s', (_, spoilt, fault) => {
    expect(checkGuide({ ...guide, ...spoilt })).toContain(fault)
  })
})
