import { beforeEach, describe, expect, it } from '@jest/globals'
import { sweepPresences } from '../../../src/features/handoffs/queue/sweep-presences.js'
import { claim, close } from '../../../src/features/handoffs/talk/act.js'
import { sweepLeavers } from '../../../src/features/handoffs/talk/agent-departure.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { type AcceptNeeds, acceptReply, refusalInWords } from '../../../src/features/remote-replies/accept-reply.js'
import type { ReplyWay, RequestToTell } from '../../../src/features/remote-replies/reply-way.js'
import { tellRequests } from '../../../src/features/remote-replies/tell-requests.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { maskPersonalData } from '../../assistant/personal-data/mask-of-tests.js'
import { agent, OPEN, startHandover } from '../handoffs/harness.js'

const anne = agent('anne', 'Anne')
const bruno = agent('bruno', 'Bruno')
let town: ReturnType<typeof startHandover>
let conversation: Conversation
let needs: AcceptNeeds
let told: RequestToTell[]
let consoles: Set<string>

const way: ReplyWay = {
  id: 'mail',
  reaches: () => true,
  async tell(telling) {
    told.push(telling)
    return undefined
  },
}
const faults: unknown[] = []
const tell = () =>
  tellRequests({
    handoffContext: town.context,
    ways: [way],
    consoles: { isOpen: (id) => consoles.has(id) },
    publicOrigin: 'https://mairie.example',
    onFault: (fact) => void faults.push(fact),
  })
const wish = (userId: string, since = OPEN) =>
  town.store.saveReplyWish({ userId, communeId: 'bourg', way: 'mail', language: 'fr', since })
const call = (): Promise<Handoff> =>
  requestAgent(town.context, { conversation, reason: 'citizen_wish', urgent: false, subject: 'Où est la crèche ?' })
const leave = (): Promise<Handoff> =>
  leaveMessage(town.context, conversation, {
    contact: { name: 'Jeanne', email: 'jeanne@example.fr' },
    text: 'Où est la crèche ?',
    urgent: false,
  })
const answer = (handoffId: string, text = 'Rue Haute.', { by = anne, id = '<1@ville.fr>' } = {}) =>
  acceptReply(needs, { agent: by, handoffId, text, via: 'mail', id })
const wordsOf = async () =>
  (await town.store.listMessages('c1', 0)).flatMap(({ author, authorName, payload }) =>
    author === 'agent' && payload.type === 'text' ? [`${authorName}: ${payload.text}`] : [],
  )

beforeEach(async () => {
  town = startHandover()
  for (const user of [anne, bruno]) await town.store.saveUser(user)
  conversation = await town.startConversation()
  told = []
  consoles = new Set()
  needs = {
    handoffContext: town.context,
    mask: maskPersonalData,
    say: town.context.say,
    copilot: { languageOf: () => 'fr' },
    consoles: { isOpen: (id) => consoles.has(id) },
  }
})

describe('an answer from outside the console', () => {
  it('takes the request and reaches its citizen once, masked, with its audit', async () => {
    const { id } = await call()
    const text = 'Rue Haute. Votre carte 4111 1111 1111 1111 n’est pas utile.'
    const first = await answer(id, text)
    expect(await answer(id, text)).toMatchObject({
      outcome: 'said',
      message: { seq: 'message' in first && first.message.seq },
    })
    expect(first).toMatchObject({ outcome: 'said', masked: ['card'] })
    expect(await wordsOf()).toEqual([expect.stringMatching(/^Anne: Rue Haute\. Votre carte \[.*\] n’est pas utile\.$/)])
    expect(await town.store.getHandoff(id)).toMatchObject({ status: 'assigned', agentId: 'anne' })
    const { rows } = await town.store.listAudit('bourg', { limit: 10 })
    expect(rows).toMatchObject([{ action: 'replied_remotely', userName: 'Anne', after: { way: 'mail' } }])
  })

  it('keeps the phones and addresses of the town’s own services', async () => {
    const { id } = await call()
    const own = Object.values(town.context.communeOf('bourg').services).find(({ telephone }) => telephone)
    const phone = own?.telephone ?? ''
    expect(phone).not.toBe('')
    await answer(id, `Appelez le ${phone.replaceAll(' ', '.')}, ou moi au 06 12 34 56 78.`)
    expect(await wordsOf()).toEqual([expect.stringMatching(/^Anne: Appelez le [\d.]+, ou moi au \[.*\]\.$/)])
  })

  it('is that of whoever serves the commune, and of no one else', async () => {
    const carla = { ...agent('carla', 'Carla'), communeId: 'ailleurs' }
    await town.store.saveUser(carla)
    await town.store.saveReplyWish({ userId: 'carla', communeId: 'ailleurs', way: 'mail', language: 'fr', since: OPEN })
    const { id } = await leave()
    await tell()
    expect(told).toEqual([])
    expect(await answer(id, 'Rue Haute.', { by: carla })).toMatchObject({ outcome: 'refused', why: 'unknown' })
    const agents = [{ userId: 'carla', serves: { bourg: [] } }]
    const rivers = { id: 'rivers', name: 'Rivières', communes: ['ailleurs', 'bourg'], schedule: null, agents }
    expect(await town.store.savePool({ ...rivers, version: 1 }, [])).toEqual({ outcome: 'saved' })
    await tell()
    expect(told.map(({ agent: one, handoff }) => [one.id, handoff.communeId])).toEqual([['carla', 'bourg']])
    expect(await answer(id, 'Rue Haute.', { by: carla })).toMatchObject({ outcome: 'said' })
    expect(await wordsOf()).toEqual(['Carla: Rue Haute.'])
    expect(faults).toEqual([])
  })

  it('leaves who answers for another commune in her own', async () => {
    const carla = { ...agent('carla', 'Carla'), communeId: 'ailleurs' }
    await town.store.saveUser(carla)
    const agents = [{ userId: 'carla', serves: { bourg: [] } }]
    const rivers = { id: 'rivers', name: 'Rivières', communes: ['ailleurs', 'bourg'], schedule: null, agents }
    await town.store.savePool({ ...rivers, version: 1 }, [])
    const { id } = await call()
    expect(await answer(id, 'Rue Haute.', { by: carla })).toMatchObject({ outcome: 'said' })
    expect(await town.store.listPresences('bourg')).toMatchObject([
      { userId: 'carla', communeId: 'ailleurs', state: 'busy' },
    ])
  })

  it('says what it says of two that come at once', async () => {
    const { id } = await call()
    const both = await Promise.all([answer(id), answer(id, 'Rue Basse.', { by: bruno, id: '<2@ville.fr>' })])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'said'])
    expect(await wordsOf()).toHaveLength(1)
  })

  it('is refused in one sentence when somebody has the request, or it has ended, or she may not', async () => {
    const handoff = await call()
    await claim(town.context, handoff, bruno)
    const taken = await answer(handoff.id)
    expect(taken).toEqual({ outcome: 'refused', why: 'taken', by: 'Bruno' })
    expect(refusalInWords(town.context.say, 'fr', { why: 'taken', by: 'Bruno' })).toBe(
      'Bruno a déjà pris cette demande\u00a0: votre réponse n’a pas été transmise.',
    )
    await close(town.context, handoff, bruno, { resolution: 'answered' })
    expect(await answer(handoff.id)).toMatchObject({ outcome: 'refused', why: 'ended' })
    await town.store.saveUser({ ...anne, deactivatedAt: OPEN })
    expect(await answer(handoff.id)).toMatchObject({ why: 'unknown' })
    await town.store.saveUser({ ...anne, communeId: 'ailleurs' })
    expect(await answer(handoff.id)).toMatchObject({ why: 'unknown' })
    await town.store.saveUser({ ...anne, roles: ['curator'] })
    expect(await answer(handoff.id)).toMatchObject({ why: 'unknown' })
    expect(await answer('never-was')).toMatchObject({ why: 'unknown' })
    expect(await wordsOf()).toEqual([])
  })

  it('is refused empty, or longer than a message may be', async () => {
    const { id } = await call()
    expect(await answer(id, ' \n ')).toMatchObject({ why: 'empty' })
    expect(await answer(id, 'a'.repeat(2001))).toMatchObject({ why: 'too_long' })
    expect(await town.store.getHandoff(id)).toMatchObject({ status: 'pending' })
  })

  it('keeps the talk with an agent without a console for half an hour, and offers her nothing else', async () => {
    const { id } = await call()
    await answer(id)
    expect(await town.store.listPresences('bourg')).toMatchObject([{ userId: 'anne', state: 'busy' }])
    const sweep = async () => {
      await sweepPresences(town.context, new Date(0))
      await sweepLeavers(town.context)
      return (await town.store.getHandoff(id))?.status
    }
    town.advance(29)
    expect(await sweep()).toBe('assigned')
    town.advance(5)
    expect(await sweep()).toBe('assigned')
    town.advance(1)
    expect(await sweep()).toBe('pending')
  })

  it('puts a message aside that it answered, until its citizen writes or a day later', async () => {
    const { id } = await leave()
    expect(await answer(id)).toMatchObject({ outcome: 'said' })
    expect(await town.store.getHandoff(id)).toMatchObject({
      status: 'assigned',
      agentId: 'anne',
      snoozedUntil: '2026-11-25T09:00:00.000Z',
    })
    expect(await answer(id, 'Au 3.', { id: '<2@ville.fr>' })).toMatchObject({ outcome: 'said' })
    expect(await wordsOf()).toEqual(['Anne: Rue Haute.', 'Anne: Au 3.'])
  })
})

describe('an agent who wishes to be told outside the console', () => {
  it('is told once of a message at once, and of who waits in the chat after a minute, with what was asked', async () => {
    await wish('anne')
    await leave()
    await tell()
    await tell()
    expect(told).toMatchObject([
      { agent: { id: 'anne' }, question: 'Où est la crèche ?', handoff: { kind: 'message' } },
    ])
    expect(told[0]?.link).toMatch(/^https:\/\/mairie\.example\/repondre#lien=[\w-]{43}$/)
    conversation = await town.startConversation('c2')
    await call()
    await tell()
    expect(told).toHaveLength(1)
    town.advance(1)
    await tell()
    expect(told).toHaveLength(2)
    expect(faults).toEqual([])
  })

  it('is not told while her console is open and she is available, nor of what waited before she wished it', async () => {
    await leave()
    await wish('anne', '2026-11-24T09:00:01.000Z')
    await wish('bruno')
    await town.store.savePresence({ userId: 'bruno', communeId: 'bourg', state: 'available', seenAt: OPEN })
    consoles.add('bruno')
    await tell()
    expect(told).toEqual([])
    consoles.clear()
    await tell()
    expect(told).toMatchObject([{ agent: { id: 'bruno' } }])
  })

  it('is told of what is for her department, and of what her citizen answers, and no colleague is', async () => {
    await town.store.saveUser({ ...bruno, departments: ['etat-civil'] })
    await wish('anne')
    await wish('bruno')
    const handoff = await leaveMessage(town.context, conversation, {
      contact: { name: 'Jeanne', phone: '0102030405' },
      text: 'Bonjour',
      urgent: false,
      department: 'voirie',
    })
    await tell()
    expect(told.map(({ agent: { id } }) => id)).toEqual(['anne'])
    town.advance(1)
    await answer(handoff.id)
    town.advance(1)
    await sayAsCitizen(town.context, conversation, { clientId: 'citizen-1', text: 'Et le numéro ?' })
    await tell()
    await tell()
    expect(told.slice(1)).toMatchObject([{ agent: { id: 'anne' }, question: 'Et le numéro ?' }])
  })

  it('is told nothing any more once she may not answer', async () => {
    await wish('anne')
    await town.store.saveUser({ ...anne, deactivatedAt: OPEN })
    await leave()
    await tell()
    expect(told).toEqual([])
  })
})
