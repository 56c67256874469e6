import { describe, expect, it } from '@jest/globals'
import { freshStore } from '../../src/store/postgres/fresh-store.js'
import type { Store } from '../../src/store/store.js'

/** A store of which one verb answers so, one answer a call, and a feed that has not been read until it is asked. */
function storeThatAnswers(verb: keyof Store, answers: string[]) {
  const calls: string[] = []
  const catchUp = async () => void calls.push('read')
  const act = async () => {
    calls.push('act')
    return answers.shift()
  }
  const store = freshStore({ [verb]: act } as unknown as Store, { catchUp, catchUpTogether: catchUp })
  return { store, calls }
}

describe('who settles an answer', () => {
  it('does so over what this process knows, so that those who come together are told what became of it', async () => {
    const { store, calls } = storeThatAnswers('settleValidation', ['settled', 'decided'])
    const settle = () => store.settleValidation('v', {} as never)
    expect(await Promise.all([settle(), settle()])).toEqual(['settled', 'decided'])
    expect(calls).toEqual(['act', 'act'])
  })

  it('asks what others wrote when the answer is not known here', async () => {
    const { store, calls } = storeThatAnswers('settleValidation', ['unknown_validation', 'settled'])
    expect(await store.settleValidation('v', {} as never)).toBe('settled')
    expect(calls).toEqual(['act', 'read', 'act'])
  })
})
