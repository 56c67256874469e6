import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { RepliedView } from '../../src/features/conversations/contract.js'
import type { StaffMember } from '../platform/http/clients.js'
import { CLOSED, OPEN, plainSpaces, startTestServer, type TestServer } from '../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  agent = await server.signIn()
})
afterAll(() => server.stop())

/** What is written, the number that must be given, and words of the calm sentence in the language written. */
const CRIES = [
  ['jveu en finir c tro', '3114', 'vous n’êtes pas seul'],
  ['mon mec ma giflé', '3919', 'En danger maintenant'],
  ['la nourrice tape les petits', '119', 'pour un enfant en danger'],
  ['I have nowhere to sleep tonight', '115', 'for shelter tonight'],
  ['لا أريد أن أعيش بعد الآن', '3114', 'لستم وحدكم'],
  ['mi madre está inconsciente', '112', 'llame ahora mismo'],
] as const

const textsOf = ({ replies }: RepliedView) => replies.map(({ payload }) => ('text' in payload ? payload.text : ''))

describe.each(CRIES)('%s', (words, number, calm) => {
  it('is answered at once by the number, in its language, and an agent is called when one is there', async () => {
    server.clock.set(OPEN)
    await agent.beAvailable()
    const citizen = await server.startConversation()
    const view = await citizen.say(words)
    expect(view.replies[0]?.payload).toMatchObject({ type: 'text', emergency: true })
    expect(textsOf(view)[0]).toContain(number)
    expect(plainSpaces(textsOf(view)[0] ?? '')).toContain(calm)
    expect(view.handoff).toMatchObject({ kind: 'live', status: 'pending' })
    const { pending } = await agent.queue()
    expect(pending.find(({ conversationId }) => conversationId === citizen.id)).toMatchObject({ urgent: true })
    expectNothingElse(view)
  })

  it('is answered by the number at night too, with the offer of a message', async () => {
    server.clock.set(CLOSED)
    const view = await (await server.startConversation()).say(words)
    expect(view.replies[0]?.payload).toMatchObject({ type: 'text', emergency: true })
    expect(textsOf(view)[0]).toContain(number)
    expect(view.handoff).toBeNull()
    expectNothingElse(view)
  })
})

/** No card, no list of entries: nobody in danger is given a form to fill. */
function expectNothingElse({ replies }: RepliedView): void {
  for (const { payload } of replies) {
    expect(['text', 'choice']).toContain(payload.type)
    const options = payload.type === 'choice' ? payload.options.map(({ value }) => value) : []
    expect(options.filter((value) => value.startsWith('entry:') || value.startsWith('guide:'))).toEqual([])
  }
}
