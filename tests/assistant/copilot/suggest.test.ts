import { describe, expect, it } from '@jest/globals'
import { suggest } from '../../../src/assistant/copilot/suggest.js'
import type { Message } from '../../../src/platform/model/conversation.js'
import { OPEN, startAssistant } from '../harness.js'

const SPANISH = 'he perdido mi pasaporte'

/** A talk in which a citizen has said these things. */
async function talkOf(...texts: string[]) {
  const assistant = await startAssistant()
  const messages = texts.map(
    (text, index): Message => ({
      id: `m${index}`,
      seq: index + 1,
      author: 'citizen',
      at: OPEN,
      language: 'es',
      payload: { type: 'text', text },
    }),
  )
  const handoff = { communeId: assistant.town.id, language: 'es', assignedAt: null } as const
  return { ...assistant, messages, suggested: () => suggest(assistant.context, { handoff, messages, replies: [] }) }
}

describe('what is suggested for words in another language', () => {
  it('is searched by the words themselves', async () => {
    const { index, suggested } = await talkOf(SPANISH)
    index.finds({ passeport: 0.9 })
    expect(await suggested()).toMatchObject({ language: 'es', question: SPANISH, entries: [{ id: 'passeport' }] })
    expect(index.searchedAbroad).toEqual([SPANISH])
  })

  it('is searched again after the words before them, when they say too little', async () => {
    const { index, suggested } = await talkOf(SPANISH, 'gracias, para mi hijo')
    index.finds({ naissance: 0.1 })
    const both = `${SPANISH} gracias, para mi hijo`
    index.on(both, { passeport: 0.9 })
    expect(await suggested()).toMatchObject({ question: both, entries: [{ id: 'passeport' }] })
    expect(index.searchedAbroad).toEqual(['gracias, para mi hijo', both])
  })

  it.each([
    ['no more once what the talk is about is sure', 0.9, []],
    ['after her words before them as long as it is not', 0.2, [`${SPANISH} gracias, para mi hijo`]],
  ])('is searched %s', async (_, confidence, more) => {
    const { index, messages, suggested } = await talkOf(SPANISH, 'gracias, para mi hijo')
    const answer = { title: 'Passeport' } as Extract<Message['payload'], { type: 'card' }>['answer']
    const card: Message['payload'] = { type: 'card', title: 'Passeport', subtitle: '', actions: [], answer }
    messages.splice(1, 0, { ...(messages[0] as Message), author: 'assistant', payload: card })
    index.finds({ naissance: 0.1 })
    const about = 'Passeport gracias, para mi hijo'
    index.on(about, { passeport: confidence })
    expect(await suggested()).toMatchObject({ entries: [{ id: 'passeport' }] })
    expect(index.searchedAbroad).toEqual(['gracias, para mi hijo', about, ...more])
  })

  it('is searched by French words without an encoder', async () => {
    const { index, suggested } = await talkOf(SPANISH)
    index.encoderVersion = null
    index.on('perdu passeport', { passeport: 0.9 })
    expect(await suggested()).toMatchObject({ entries: [{ id: 'passeport' }], encoderVersion: null })
  })
})
