import { describe, expect, it } from '@jest/globals'
import {
  changeBranch,
  changeQuestion,
  emptyGuide,
  raiseBranch,
  repliesOf,
  tickAnswer,
  withBranch,
  withChoice,
  withoutBranch,
  withoutChoice,
  withoutQuestion,
  withQuestion,
} from '../../../src/features/entries/pages/editor/guide/edit-guide.js'
import { findGuideFaults } from '../../../src/features/guides/check-guide.js'
import type { WrittenGuide } from '../../../src/platform/model/guide.js'

/** Adult or child: a child goes elsewhere. */
function guide(): WrittenGuide {
  const begun = changeQuestion(emptyGuide('carte'), 0, {
    text: 'Pour qui ?',
    choices: [
      { value: 'reponse-1', label: 'Un adulte', replies: [] },
      { value: 'reponse-2', label: 'Un enfant', replies: [] },
    ],
  })
  const child = changeBranch(begun, 0, { entryId: 'enfant', when: { 'question-1': ['reponse-2'] } })
  return withBranch(child, 'carte')
}
const rulesOf = (one: WrittenGuide) => findGuideFaults(one).map(({ rule, field }) => `${rule} ${field}`)

describe('writing a guide', () => {
  it('begins with a question of two answers that lead to the entry itself, and misses nothing but a use of them', () => {
    const begun = emptyGuide('carte')
    expect(begun).toMatchObject({ branches: [{ entryId: 'carte', when: {} }], otherwise: { entryId: 'carte' } })
    expect(begun.questions[0]?.choices.map(({ value }) => value)).toEqual(['reponse-1', 'reponse-2'])
    expect(rulesOf(begun)).toEqual(['label_twice questions.0'])
    expect(rulesOf(guide())).toEqual([])
  })

  it('names what is new as nothing else is named', () => {
    const three = withQuestion(withoutQuestion(withQuestion(withQuestion(emptyGuide('carte'))), 0))
    expect(three.questions.map(({ slot }) => slot)).toEqual(['question-2', 'question-3', 'question-1'])
    const choices = withChoice(withoutChoice(withChoice(guide(), 0), 0, 0), 0).questions[0]?.choices
    expect(choices?.map(({ value }) => value)).toEqual(['reponse-2', 'reponse-3', 'reponse-1'])
  })

  it('leaves nothing that depends on a question or an answer that is gone', () => {
    expect(withoutQuestion(guide(), 0).branches).toEqual([
      { entryId: 'enfant', when: {} },
      { entryId: 'carte', when: {} },
    ])
    expect(withoutChoice(guide(), 0, 1).branches).toEqual([{ entryId: 'carte', when: {} }])
    const both = changeBranch(guide(), 0, { when: { 'question-1': ['reponse-1', 'reponse-2'] } })
    expect(withoutChoice(both, 0, 1).branches[0]?.when).toEqual({ 'question-1': ['reponse-1'] })
  })

  it('ticks answers of a case, puts it before another, and takes it away', () => {
    const one = { slot: 'age', value: 'a', isTicked: true }
    expect(tickAnswer({}, one)).toEqual({ age: ['a'] })
    expect(tickAnswer({ age: ['a', 'b'] }, { ...one, isTicked: false })).toEqual({ age: ['b'] })
    expect(tickAnswer({ age: ['a'] }, { ...one, isTicked: false })).toEqual({})
    expect(raiseBranch(guide(), 1).branches.map(({ entryId }) => entryId)).toEqual(['carte', 'enfant'])
    expect(rulesOf(raiseBranch(guide(), 1))).toEqual(['branch_unreached branches.1', 'question_unused questions.0'])
    expect(withoutBranch(guide(), 1).branches).toHaveLength(1)
    expect(rulesOf(withoutBranch(guide(), 1))).toEqual(['no_branch branches'])
  })

  it('reads other words of an answer from one line', () => {
    expect(repliesOf(' moi,  pour moi,, moi ')).toEqual(['moi', 'pour moi'])
    expect(repliesOf('')).toEqual([])
  })
})
