import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { createFairQueue } from '../../src/assistant/fair-queue.js'
import { sendEvent } from '../../src/features/webhooks/sweep-deliveries.js'
import { encoderWithDeadline } from '../../src/search/encoder-with-deadline.js'
import { buildSearchIndex } from '../../src/search/search-index.js'
import { beginTrace, noteInTrace, traced, traceIds } from '../../src/trace.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../features/entries/fake-encoder.js'
import { at, event, webhook } from '../features/webhooks/samples.js'
import { type KeptSpans, keepSpans } from './kept-spans.js'

describe('without an SDK', () => {
  it('nothing begins, and work is done as it is', async () => {
    expect(beginTrace('request', 'asked')).toBeNull()
    const seen: unknown[] = []
    const work = (note: (facts: Record<string, number>) => void) => {
      note({ count: 1 })
      noteInTrace({ count: 1 })
      seen.push(trace.getActiveSpan(), traceIds())
      return 7
    }
    expect(traced('work', {}, work)).toBe(7)
    expect(await traced('work', {}, async (note) => work(note))).toBe(7)
    expect(seen).toEqual([undefined, {}, undefined, {}])
    expect(() => traced('work', {}, () => raise())).toThrow('its own words')
  })
})

describe('with an SDK', () => {
  let spans: KeptSpans
  beforeAll(() => {
    spans = keepSpans()
  })
  afterEach(() => spans.clear())
  afterAll(() => spans.remove())

  it('work outside of a trace begins none', () => {
    expect(traced('work', {}, () => trace.getActiveSpan())).toBeUndefined()
    expect(spans.all()).toEqual([])
  })

  it('a work that waits in a line keeps its own trace, whoever lets it begin', async () => {
    const turns = createFairQueue()
    const work = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return traceIds().traceId
    }
    // More than one caller may do at once.
    const requests = Array.from({ length: 40 }, () => beginTrace('request', 'asked'))
    const seen = await Promise.all(requests.map((one) => one?.during(() => turns('her', work))))
    for (const one of requests) one?.end({})
    expect(seen.sort()).toEqual(
      spans
        .all()
        .map((span) => span.spanContext().traceId)
        .sort(),
    )
    expect(new Set(seen).size).toBe(40)
  })

  it('a search holds the encoding of its question, unless nobody waits for it', async () => {
    const encoder = encoderWithDeadline(new FakeEncoder(), { onSkipped: () => {} })
    const document = { id: 'a', title: 'Acte de naissance', text: 'Le demander en mairie.', questions: [] }
    const index = await buildSearchIndex([document], encoder, FAKE_CALIBRATION)
    const begun = beginTrace('request', 'asked')
    await begun?.during(() => index.search('naissance'))
    await begun?.during(() => index.search('naissance', { patient: true }))
    begun?.end({})
    expect(spans.all().map(({ name, attributes }) => [name, attributes])).toEqual([
      ['encode', { 'guichet.characters': 9 }],
      ['search', { 'guichet.entries': 1, 'guichet.candidates': 1, 'guichet.by_meaning': true }],
      ['request', {}],
    ])
  })

  it('what fails says its code and none of its words, and goes on failing', async () => {
    const begun = beginTrace('request', 'asked')
    expect(() => begun?.during(() => traced('now', {}, () => raise()))).toThrow('its own words')
    await expect(begun?.during(() => traced('later', {}, async () => raise('EIO')))).rejects.toThrow('its own words')
    begun?.end({})
    expect(spans.all().map(({ name, attributes, events }) => [name, attributes, events])).toEqual([
      ['now', { 'error.type': 'internal' }, []],
      ['later', { 'error.type': 'EIO' }, []],
      ['request', {}, []],
    ])
  })

  it('a delivery ends its trace, even where the key of its secret cannot be read', async () => {
    const sealer = { seal: async () => '', open: async () => raise('seal_key_unusable') }
    const sender = { check: async () => null, send: async () => raise() }
    const parts = { sender, sealer, now: () => new Date(at(5)), publicOrigin: null }
    await expect(sendEvent(parts, webhook(), event())).rejects.toThrow('its own words')
    expect(spans.all().map(({ name, attributes, status }) => [name, attributes['guichet.outcome'], status])).toEqual([
      ['webhook delivery', 'failed', { code: SpanStatusCode.ERROR }],
    ])
  })
})

function raise(code?: string): never {
  throw Object.assign(new Error('its own words'), code === undefined ? {} : { code })
}
