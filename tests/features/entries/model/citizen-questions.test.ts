import { describe, expect, it } from '@jest/globals'
import {
  citizenQuestionsOf,
  diffContents,
  withCitizenQuestions,
  withoutQuestions,
} from '../../../../src/features/entries/model/entry-diff.js'
import { examplesOf } from '../../../../src/features/failures/example-of.js'
import type { FailureRemark } from '../../../../src/platform/model/failure.js'
import { content } from '../../../contract/sample-entry-content.js'

const asked = { question: 'ou nager', addedBy: 'Ada', addedOn: '2026-11-24', people: 3 }

describe('questions that citizens asked', () => {
  it('are among the others, and known as such until their words change', () => {
    const marked = withCitizenQuestions(content(), [asked])
    expect(marked.questions).toEqual(['je veux un acte', 'ou nager'])
    expect([...citizenQuestionsOf(marked)]).toEqual([['ou nager', asked]])
    expect(citizenQuestionsOf({ ...marked, questions: ['où nager'] }).size).toBe(0)
    expect(withCitizenQuestions(content(), [])).toEqual(content())
  })

  it('go with what is known of them, and leave nothing behind', () => {
    const marked = withCitizenQuestions(content(), [asked])
    expect(withoutQuestions(marked, (question) => question === 'ou nager')).toEqual(content())
  })

  it('show in a comparison with how many asked', () => {
    const changes = diffContents(content(), withCitizenQuestions(content(), [asked]))
    expect(changes.map(({ field }) => field)).toEqual(['questions', 'fromCitizens'])
    expect(changes[1]).toMatchObject({ added: ['ou nager (3)'] })
  })

  it('are counted by people, however they typed it, with the agent who told of it', () => {
    const remark = { agentName: 'Camille' } as FailureRemark
    const failed = (question: string, asker: string) => ({ question, asker, remark: null })
    const all = [
      failed('Ou nager ?', 'a'),
      failed('ou nager', 'a'),
      { ...failed('OU NAGER', 'b'), remark },
      failed('[téléphone]', 'c'),
      failed('tarif', 'd'),
    ]
    expect(examplesOf(all, 5)).toEqual([
      { question: 'Ou nager ?', people: 2, reportedBy: 'Camille' },
      { question: 'tarif', people: 1 },
    ])
  })
})
