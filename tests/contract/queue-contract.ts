import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { Handoff, NewHandoff } from '../../src/platform/model/handoff.js'
import type { SavedView } from '../../src/platform/model/saved-view.js'
import { foldedWords } from '../../src/platform/text/fold-text.js'
import { at, claim, conversation, handoff, message, turn, UNTOLD, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const MORNING = { day: '2025-03-04', half: 'morning' as const, startsAt: at(60), endsAt: at(240) }
const EVENING = { day: '2025-03-04', half: 'afternoon' as const, startsAt: at(300), endsAt: at(480) }

/** How agents find what waits, what was said, and how they answer at the counter. */
export function describeQueue(contract: Contract): void {
  describe('the queue', () => {
    describeRows(contract)
    describeSearch(contract)
    describeReferences(contract)
  })
  describe('the counter', () => describeDesk(contract))
  describe('an agent’s own views', () => describeViews(contract))
}

async function request({ store, begin }: Contract, patch: Partial<NewHandoff> = {}): Promise<Handoff> {
  const id = patch.conversationId ?? (await begin(patch.communeId === undefined ? {} : { communeId: patch.communeId }))
  const result = await store().requestHandoff(handoff(id, patch), message('system', 'un agent arrive'))
  if (!('handoff' in result)) throw new Error(`not requested: ${result.outcome}`)
  return result.handoff
}

function describeRows(contract: Contract): void {
  const { store, begin } = contract
  const rows = (endedSince = at(0), conversationIds?: string[]) =>
    store().listQueue({ communeId: 'bourg', endedSince, ...(conversationIds ? { conversationIds } : {}) })

  it('sums up each conversation: last words, whose turn it is, subject, channel', async () => {
    const id = await begin({ channel: 'phone' })
    await store().appendTurn(turn(id, 'client-1'))
    const requested = await request(contract, { conversationId: id })
    expect(await rows()).toEqual([
      {
        handoff: requested,
        digest: {
          messageCount: 4,
          lastText: 'question client-1',
          lastAt: at(1),
          agentSpokeAt: null,
          awaitingSince: at(1),
          awaitingAgent: true,
          topic: { entryId: 'acte-naissance', title: 'Acte de naissance' },
          channel: 'phone',
        },
      },
    ])
    await store().applyToHandoff(requested.id, claim('anne'), UNTOLD)
    await store().appendMessage(id, message('agent', 'Bonjour', { at: at(4) }))
    const [row] = await rows()
    expect(row).toMatchObject({ handoff: { status: 'assigned' }, digest: { messageCount: 5, awaitingAgent: false } })
  })

  it('tells of what ended since an instant, and of some conversations alone when asked', async () => {
    const [old, recent, open] = [await request(contract), await request(contract), await request(contract)]
    await request(contract, { communeId: 'ailleurs' })
    await store().applyToHandoff(old.id, { type: 'cancel', at: at(10) }, UNTOLD)
    await store().applyToHandoff(recent.id, { type: 'cancel', at: at(20) }, UNTOLD)
    const ids = async (...given: Parameters<typeof rows>) => (await rows(...given)).map((row) => row.handoff.id).sort()
    expect(await ids(at(15))).toEqual([recent.id, open.id].sort())
    expect(await ids(at(0), [old.conversationId, 'nobody'])).toEqual([old.id])
  })

  it('gives copies, and nothing of what was erased', async () => {
    const { conversationId } = await request(contract)
    const [row] = await rows()
    if (row) row.handoff.subject = 'another'
    expect((await rows())[0]?.handoff.subject).toBe('je veux parler à quelqu’un')
    await store().eraseConversation(conversationId)
    expect(await rows()).toEqual([])
  })
}

function describeSearch(contract: Contract): void {
  const { store, begin } = contract
  const search = (words: string, skip = 0, most = 20) =>
    store().searchConversations('bourg', { words: foldedWords(words), skip, most })
  const talk = async (text: string, patch: Partial<NewHandoff> = {}) => {
    const id = await begin()
    await store().appendMessage(id, message('citizen', text))
    return request(contract, { conversationId: id, subject: '', ...patch })
  }

  it('finds all the words, whatever their accents and capitals, at the beginning of words', async () => {
    const { id } = await talk('Où refaire ma Carte d’Identité perdue à Orléans ?')
    for (const words of ['identite', 'CARTE orleans', 'ident cart', 'd’identité']) {
      expect((await search(words)).found.map((one) => one.handoff.id)).toEqual([id])
    }
    expect((await search('carte paris')).total).toBe(0)
    expect((await search('dentite')).total).toBe(0)
  })

  it('cuts what was said around the words', async () => {
    await talk(`${'bonjour '.repeat(30)}il me faut un passeport ${'merci '.repeat(40)}`)
    const [found] = (await search('passeport')).found
    expect(found?.excerpts).toHaveLength(1)
    expect(found?.excerpts[0]?.text).toMatch(/^…(bonjour )+il me faut un passeport (merci )+merci…$/)
    expect(found?.excerpts[0]?.text.length).toBeLessThan(200)
  })

  it('finds a reference said in any way, a name, a subject, and the title of what was shown', async () => {
    const contact = { name: 'Éloïse Müller', phone: '0639980001' }
    const { id } = await talk('bonjour', {
      kind: 'message',
      reference: 'BX-7K3-46Q',
      contact,
      subject: 'Poubelle cassée',
    })
    for (const words of ['BX-7K3-46Q', 'bx 7k3 46q', 'bx7k346q', 'muller', 'eloise', 'poubelle']) {
      expect((await search(words)).found.map((one) => one.handoff.id)).toEqual([id])
    }
  })

  it('leaves out what the assistant and the system say, other communes, and what no agent was called for', async () => {
    await begin().then((alone) => store().appendMessage(alone, message('citizen', 'passeport')))
    const elsewhere = await begin({ communeId: 'ailleurs' })
    await store().appendMessage(elsewhere, message('citizen', 'passeport'))
    await request(contract, { conversationId: elsewhere, communeId: 'ailleurs' })
    const { conversationId } = await talk('bonjour')
    await store().appendMessage(conversationId, message('system', 'passeport'))
    await store().appendMessage(conversationId, message('assistant', 'passeport'))
    expect(await search('passeport')).toEqual({ total: 0, found: [] })
  })

  it('tells the latest first, page by page', async () => {
    const talks = []
    for (let minute = 1; minute <= 5; minute += 1) {
      const one = await talk('un vélo')
      await store().appendMessage(one.conversationId, message('citizen', 'encore', { at: at(10 + minute) }))
      talks.unshift(one.id)
    }
    const page = async (skip: number) => (await search('velo', skip, 2)).found.map((one) => one.handoff.id)
    expect([await page(0), await page(2), await page(4)]).toEqual([
      talks.slice(0, 2),
      talks.slice(2, 4),
      talks.slice(4),
    ])
    expect((await search('velo', 0, 2)).total).toBe(5)
  })

  it('forgets at once what is erased, and the name of who is forgotten', async () => {
    const { conversationId } = await talk('un chameau')
    await store().eraseConversation(conversationId)
    expect((await search('chameau')).total).toBe(0)
    const left = await talk('un dromadaire', { kind: 'message', contact: { name: 'Zénobie', phone: '0639980001' } })
    await store().applyToHandoff(left.id, claim('anne'), UNTOLD)
    const done = { type: 'resolve' as const, agentId: 'anne', resolution: 'done' as const, at: at(9) }
    await store().applyToHandoff(left.id, done, UNTOLD)
    await store().forgetContact(left.id)
    expect((await search('zenobie')).total).toBe(0)
    expect((await search('dromadaire')).total).toBe(1)
  })
}

function describeReferences(contract: Contract): void {
  const { store } = contract
  it('finds a request by its reference, however it is written, in its commune alone', async () => {
    const { id } = await request(contract, { reference: 'BX-7K3-46Q' })
    await request(contract, { reference: 'BX-7K3-46X' })
    for (const written of ['BX-7K3-46Q', 'bx7k346q', 'bx 7k3 46q']) {
      expect((await store().findByReference('bourg', written)).map((one) => one.id)).toEqual([id])
    }
    expect(await store().findByReference('ailleurs', 'BX-7K3-46Q')).toEqual([])
    expect(await store().findByReference('bourg', '')).toEqual([])
  })
}

function describeDesk(contract: Contract): void {
  const { store } = contract
  const opening = (reference: string) => {
    const id = randomUUID()
    const begun = conversation(id, { tokenHash: '', channel: 'counter' })
    const asked = handoff(id, { kind: 'desk', deadlineAt: null, subject: '', reference })
    return { conversation: begun, handoff: asked, claim: claim('anne') }
  }

  it('begins a conversation that its agent holds from the first instant', async () => {
    const seen: string[] = []
    store().subscribe((change) => seen.push(change.type === 'handoff' ? change.status : change.type))
    const result = await store().openDesk(opening('BX-AAA-AAA'))
    expect(result).toMatchObject({ outcome: 'opened', handoff: { status: 'assigned', agentId: 'anne', kind: 'desk' } })
    expect(seen).toEqual(['assigned'])
    const id = 'handoff' in result ? result.handoff.conversationId : ''
    expect(await store().getConversation(id)).toMatchObject({ channel: 'counter', tokenHash: '' })
    expect(await store().listDueTalks(at(10_000))).toEqual([])
  })

  it('gives no reference twice, whatever comes at once', async () => {
    const results = await Promise.all([1, 2, 3].map(() => store().openDesk(opening('BX-AAA-AAA'))))
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['opened', 'reference_taken', 'reference_taken'])
  })

  it('ends the talk in the write that leaves something in its place; not another one', async () => {
    const opened = await store().openDesk(opening('BX-AAA-AAA'))
    if (!('handoff' in opened)) throw new Error('not opened')
    const { id: handoffId, conversationId } = opened.handoff
    const left = handoff(conversationId, { kind: 'message', contact: { name: 'Ida', phone: '0639980001' } })
    const action = { type: 'resolve' as const, agentId: 'anne', resolution: 'redirected' as const, at: at(5) }
    const notice = message('system', 'noté')
    const refused = await store().requestHandoff(left, notice, { ends: { handoffId: 'another', action } })
    expect(refused.outcome).toBe('already_open')
    const others = { ...action, agentId: 'basile' }
    const notHers = await store().requestHandoff(left, notice, { ends: { handoffId, action: others } })
    expect(notHers.outcome).toBe('already_open')
    const result = await store().requestHandoff(left, notice, { ends: { handoffId, action } })
    expect(result).toMatchObject({ outcome: 'requested', handoff: { kind: 'message', status: 'pending' } })
    expect(await store().getHandoff(handoffId)).toMatchObject({ status: 'resolved', resolution: 'redirected' })
  })

  const call = async (patch: Partial<NewHandoff> = {}) => {
    const contact = { name: 'Ida', phone: '0639980001' }
    const requested = await request(contract, { kind: 'callback', deadlineAt: null, contact, slot: MORNING, ...patch })
    await store().applyToHandoff(requested.id, claim('anne'), UNTOLD)
    return requested.id
  }
  const putOff = (id: string, agentId = 'anne', places = 9) =>
    store().rescheduleCallback(id, { agentId, slot: EVENING, at: at(5), places }, message('system', 'plus tard'))

  it('puts a call off: it waits again, for anyone, in its new half-day', async () => {
    const id = await call()
    expect(await putOff(id, 'basile')).toMatchObject({ outcome: 'refused', refusal: 'not_yours' })
    expect(await putOff(id)).toMatchObject({
      outcome: 'applied',
      handoff: { status: 'pending', agentId: null, slot: EVENING, deadlineAt: null },
    })
    expect((await store().listHandoffSteps(id)).at(-1)).toMatchObject({
      type: 'reschedule',
      by: 'Agent anne',
      slot: EVENING,
    })
    expect(await putOff('nothing')).toEqual({ outcome: 'unknown_handoff' })
  })

  it('puts no more calls off to a half-day than it has places, whatever comes at once', async () => {
    const ids = [await call(), await call(), await call()]
    const results = await Promise.all(ids.map((id) => putOff(id, 'anne', 2)))
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'applied', 'slot_taken'])
  })
}

function describeViews(contract: Contract): void {
  const { store } = contract
  const view = (id: string): SavedView => ({ id, name: id, filters: { language: ['ar'] }, isDefault: false })

  it('are kept in their order, go with the account, and are nobody else’s', async () => {
    await store().saveUser(user('anne'))
    await store().saveUser(user('basile'))
    expect(await store().saveViews('anne', [view('b'), view('a')])).toBe('saved')
    expect((await store().getUser('anne'))?.views?.map(({ id }) => id)).toEqual(['b', 'a'])
    expect((await store().getUser('basile'))?.views).toBeUndefined()
    expect(await store().saveViews('nobody', [view('a')])).toBe('unknown')
    await store().saveViews('anne', [])
    expect((await store().getUser('anne'))?.views).toEqual([])
  })
}
