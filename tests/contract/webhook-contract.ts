import { describe, expect, it } from '@jest/globals'
import { MOST_WEBHOOKS } from '../../src/features/webhooks/webhook.js'
import { WEBHOOK_EVENTS } from '../../src/platform/model/webhook-event.js'
import { webhook } from '../features/webhooks/samples.js'
import { content } from './sample-entry-content.js'
import { at, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const ADA = { userId: 'ada', userName: 'Ada' }
const FAILED = { outcome: 'failed', answer: '500', retryAfterMs: null } as const

/** Webhooks, what they are told of, and what is on its way to them. */
export function describeWebhooks({ store, begin }: Contract): void {
  const all = () => webhook({ events: [...WEBHOOK_EVENTS] })
  const queued = async () => {
    await store().queueEvents(at(5))
    return (await store().listDeliveries('bourg')).reverse()
  }
  const typesQueued = async () => (await queued()).map(({ event }) => event.type)
  const request = async (patch: Parameters<typeof handoff>[1] = {}) => {
    const id = await begin()
    const result = await store().requestHandoff(handoff(id, patch), message('system', 'avis'))
    if (!('handoff' in result)) throw new Error(result.outcome)
    return result.handoff
  }
  /** One that waits to be sent. */
  const waiting = async () => {
    await store().addWebhook(all())
    await request()
    const [delivery] = await queued()
    if (!delivery) throw new Error('nothing is queued')
    return delivery
  }

  describe('webhooks', () => {
    it('are kept by commune, a few at most, changed, and forgotten with what is on its way', async () => {
      for (let n = 1; n <= MOST_WEBHOOKS; n += 1) await store().addWebhook(webhook({ id: `w${n}` }))
      expect(await store().addWebhook(webhook({ id: 'more' }))).toBe('too_many')
      expect(await store().addWebhook(webhook({ id: 'x', communeId: 'ailleurs' }))).toBe('added')
      const edit = {
        name: 'Autre',
        address: 'https://autre.example/',
        events: ['entry.published' as const],
        active: false,
      }
      const changed = await store().changeWebhook('bourg', 'w2', { type: 'edit', edit })
      expect(changed).toMatchObject({ name: 'Autre', state: 'paused', events: ['entry.published'] })
      const renewed = await store().changeWebhook('bourg', 'w1', { type: 'renew', sealed: 'new', at: at(0) })
      expect(renewed?.secrets.map(({ sealed }) => sealed)).toEqual(['new', 'sealed'])
      expect(await store().changeWebhook('ailleurs', 'w1', { type: 'edit', edit })).toBeUndefined()
      expect(await store().deleteWebhook('ailleurs', 'w1')).toBe('unknown')
      await request()
      expect(await queued()).toHaveLength(4)
      expect(await store().deleteWebhook('bourg', 'w1')).toBe('deleted')
      expect((await store().listDeliveries('bourg')).map(({ webhookId }) => webhookId)).not.toContain('w1')
      expect((await store().listWebhooks('bourg')).map(({ id }) => id)).toEqual(['w2', 'w3', 'w4', 'w5'])
    })

    it('are told what happens to requests, and nothing that a citizen or an agent wrote', async () => {
      await store().addWebhook(all())
      const contact = { name: 'Jeanne Dupont', phone: '0612345678' }
      const { id, conversationId } = await request({ reference: 'VR-7K3-46Q', department: 'urbanisme' })
      await request({ kind: 'message', contact, deadlineAt: null })
      const claim = { type: 'claim' as const, agentId: 'anne', agentName: 'Anne Martin', at: at(3) }
      await store().applyToHandoff(id, claim, UNTOLD)
      const resolution = { type: 'resolve' as const, agentId: 'anne', resolution: 'answered' as const, at: at(4) }
      await store().applyToHandoff(id, { ...resolution, note: 'mot secret' }, message('system', 'fin'))
      await store().recordRating(conversationId, { level: 4, comment: 'merci Anne', at: at(4) })
      const deliveries = await queued()
      expect(deliveries.map(({ event }) => event.type).sort()).toEqual(
        ['handoff.requested', 'message.left', 'handoff.claimed', 'handoff.closed', 'conversation.rated'].sort(),
      )
      const closed = deliveries.find(({ event }) => event.type === 'handoff.closed')?.event
      expect(closed).toMatchObject({
        at: at(4),
        data: { handoffId: id, reference: 'VR-7K3-46Q', outcome: 'resolved', resolution: 'answered' },
      })
      const text = JSON.stringify(deliveries)
      for (const secret of ['Jeanne', '0612345678', 'Anne', 'anne', 'secret', 'merci', 'parler'])
        expect(text).not.toContain(secret)
    })

    it('are told of entries that are published or archived, and of the switch of the answers', async () => {
      await store().addWebhook(all())
      const scope = (entryId: string) => ({ communeId: 'bourg', entryId, installed: null })
      for (const entryId of ['acte', 'carte']) {
        await store().saveDraft(scope(entryId), { content: content(), basedOn: 0, seen: 0, at: at(1), by: ADA })
      }
      const entries = ['acte', 'carte'].map((entryId) => {
        return { entryId, installed: null, source: { type: 'draft' as const, version: 1 } }
      })
      const publication = { id: 'p1', communeId: 'bourg', at: at(2), by: ADA, why: 'secret', entries }
      await store().recordPublication({ ...publication, reviewerRequired: false, gate: null })
      await store().applyToEntry(scope('acte'), { type: 'archive', at: at(3), by: ADA, why: 'secret' })
      const to = { communeId: 'bourg', ...ADA, why: 'secret' }
      await store().switchAnswers({ ...to, stopped: true, at: at(3) })
      await store().switchAnswers({ ...to, stopped: false, at: at(4) })
      expect((await typesQueued()).sort()).toEqual(
        ['entry.published', 'entry.published', 'entry.archived', 'answers.stopped', 'answers.resumed'].sort(),
      )
      expect(JSON.stringify(await queued())).not.toContain('secret')
      // Told once: what lay with the entries is gone, and nothing else of them.
      expect(await store().queueEvents(at(6))).toBe(0)
      expect((await store().getEntryRecord('bourg', 'carte'))?.publications).toHaveLength(1)
    })

    it('are told only of what they want, while they are told, in their own commune', async () => {
      await store().addWebhook(webhook({ id: 'w1', events: ['callback.requested'] }))
      await store().addWebhook(webhook({ id: 'w2', communeId: 'ailleurs', events: [...WEBHOOK_EVENTS] }))
      await store().addWebhook(webhook({ id: 'w3', state: 'gone', events: [...WEBHOOK_EVENTS] }))
      await request()
      expect(await queued()).toEqual([])
      expect(await store().listDeliveries('ailleurs')).toEqual([])
    })

    it('keep one event for each that wants it, under the same id, once', async () => {
      await store().addWebhook(webhook({ id: 'w1' }))
      await store().addWebhook(webhook({ id: 'w2' }))
      await request()
      const [queuedOnce, queuedTwice] = await Promise.all([store().queueEvents(at(5)), store().queueEvents(at(5))])
      expect(queuedOnce + queuedTwice).toBe(2)
      const [first, second] = await store().listDeliveries('bourg')
      expect(first?.event.id).toBe(second?.event.id)
      expect(first?.id).not.toBe(second?.id)
    })

    it('let a try begin once, whoever asks, and not again before its time', async () => {
      const { id } = await waiting()
      expect(await store().listDueDeliveries(at(4))).toEqual([])
      expect(await store().listDueDeliveries(at(5))).toEqual([{ communeId: 'bourg', webhookId: 'w1', deliveryId: id }])
      const begun = await Promise.all([1, 2, 3].map(() => store().startDelivery('bourg', id, at(5))))
      expect(begun.filter((one) => one !== undefined)).toHaveLength(1)
      expect(await store().listDueDeliveries(at(5))).toEqual([])
      expect(await store().startDelivery('ailleurs', id, at(60))).toBeUndefined()
      const settled = await store().settleDelivery('bourg', id, { result: FAILED, at: at(6) })
      expect(settled?.delivery).toMatchObject({ status: 'waiting', tries: 1, answer: '500' })
      expect((await store().listWebhooks('bourg'))[0]?.failingSince).toBe(at(6))
      expect((await store().startDelivery('bourg', id, at(20)))?.delivery.tries).toBe(2)
      await store().settleDelivery('bourg', id, { result: { outcome: 'delivered', answer: '200' }, at: at(20) })
      expect(await store().settleDelivery('bourg', id, { result: FAILED, at: at(21) })).toBeUndefined()
      expect(await store().listDueDeliveries(at(9_000))).toEqual([])
    })

    it('keep dead letters until they are replayed, discarded or old', async () => {
      const { id } = await waiting()
      await store().startDelivery('bourg', id, at(5))
      await store().settleDelivery('bourg', id, { result: { outcome: 'gone', answer: '410' }, at: at(5) })
      expect((await store().listWebhooks('bourg'))[0]?.state).toBe('gone')
      const one = { webhookId: 'w1', ids: [id] }
      expect(await store().replayDeliveries('bourg', { webhookId: 'w2', ids: [id] }, at(6))).toBe(0)
      expect(await store().replayDeliveries('bourg', one, at(6))).toBe(1)
      // It waits, and is not told while its webhook is stopped.
      expect(await store().listDueDeliveries(at(6))).toEqual([])
      const { name, address, events } = webhook()
      await store().changeWebhook('bourg', 'w1', { type: 'edit', edit: { name, address, events, active: true } })
      expect(await store().listDueDeliveries(at(6))).toHaveLength(1)
      await store().startDelivery('bourg', id, at(6))
      await store().settleDelivery('bourg', id, { result: { outcome: 'gone', answer: '410' }, at: at(7) })
      await store().dropOldDeliveries(at(7 + 29 * 24 * 60))
      expect(await store().listDeliveries('bourg')).toHaveLength(1)
      expect(await store().discardDeliveries('bourg', { webhookId: 'w1', ids: ['other'] })).toBe(0)
      await store().dropOldDeliveries(at(7 + 31 * 24 * 60))
      expect(await store().listDeliveries('bourg')).toEqual([])
      await request()
      expect(await store().discardDeliveries('bourg', { webhookId: 'w1', ids: null })).toBe(0)
    })

    it('are told nothing of a conversation that is erased before it is queued', async () => {
      await store().addWebhook(all())
      const { conversationId } = await request()
      await store().eraseConversation(conversationId)
      expect(await queued()).toEqual([])
    })
  })
}
