import { expect, it } from '@jest/globals'
import { addLeaveQuestion, mayLeave } from '../../../src/ui/kit/leave-guard.js'

it('asks before what is not saved is left, once, and no more afterwards', () => {
  const asked: string[] = []
  const answer = (isLeaving: boolean) => (question: string) => {
    asked.push(question)
    return isLeaving
  }
  expect(mayLeave(answer(false))).toBe(true)
  const release = addLeaveQuestion('Perdre les réglages ?')
  const releaseNote = addLeaveQuestion('Perdre la note ?')
  expect(mayLeave(answer(false))).toBe(false)
  releaseNote()
  expect(mayLeave(answer(true))).toBe(true)
  release()
  expect(mayLeave(answer(false))).toBe(true)
  expect(asked).toEqual(['Perdre la note ?', 'Perdre les réglages ?'])
})
