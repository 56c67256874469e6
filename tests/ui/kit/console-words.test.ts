import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { SMALL_TALK_SIGNALS, TALK_SIGNALS } from '../../../src/assistant/signal-matcher.js'
import { DANGER_SIGNALS } from '../../../src/assistant/words/load-dangers.js'
import { closeReasonsOf } from '../../../src/features/handoffs/close-reasons.js'
import { isLate } from '../../../src/features/handoffs/lists.js'
import { slotInWords } from '../../../src/features/handoffs/pages/desk/slot-field.js'
import { closingsOf } from '../../../src/features/handoffs/pages/lifecycle/verbs.js'
import { handoffReference } from '../../../src/features/handoffs/pages/queue/queue-row.js'
import { MAX_TEXT_LENGTH } from '../../../src/platform/http/shapes.js'
import { RESOLUTIONS } from '../../../src/platform/model/handoff.js'
import { OUTCOMES } from '../../../src/platform/model/outcome.js'
import { PERSONAL_DATA_KINDS } from '../../../src/platform/security/personal-data.js'
import { isWordKey, plural, translator } from '../../../src/ui/kit/console-words.js'
import { MAX_ANSWER_LENGTH } from '../../../src/ui/kit/length-counter.js'
import { setTownZone } from '../../../src/ui/kit/town-clock.js'
import { signalInWords } from '../../../src/ui/kit/turn-in-words.js'
import { waitInWords } from '../../../src/ui/kit/wait-in-words.js'

/** The sentences of the console and its parts, and of each page of the administration; each told by its file. */
const read = (language: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync('knowledge/messages')
      .filter((file) => /^(console|admin|kit)/.test(file) && file.endsWith(`.${language}.json`))
      .flatMap((file) => {
        const sentences = JSON.parse(readFileSync(join('knowledge/messages', file), 'utf8')) as Record<string, string>
        return Object.entries(sentences).map(([key, sentence]) => [`${file.split('.')[0]} ${key}`, sentence])
      }),
  )
const fr = read('fr')
const en = read('en')
/** Names of keys are the same in every language. */
const withoutKeys = (code: string) => code.replace(/<kbd>[^<]*<\/kbd>/g, '')
const places = (sentence: string | undefined) =>
  [...(sentence ?? '').matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

describe('sentences of the staff pages', () => {
  it('exist in both languages, with the same places', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort())
    for (const key of Object.keys(fr)) expect([key, places(en[key])]).toEqual([key, places(fr[key])])
  })

  it('follow French typography', () => {
    const faults = Object.values(fr).filter((sentence) => /[^\u202f][;!?]|[^\u00a0]:|'|"|\.\.\./.test(sentence))
    expect(faults).toEqual([])
  })

  it('name every outcome, resolution, signal and kind of personal data', () => {
    for (const outcome of OUTCOMES) expect(isWordKey(`outcome.${outcome}`)).toBe(true)
    for (const resolution of RESOLUTIONS) expect(isWordKey(`resolution.${resolution}`)).toBe(true)
    const t = translator('fr')
    const signals = [
      ...DANGER_SIGNALS,
      ...SMALL_TALK_SIGNALS,
      ...TALK_SIGNALS,
      ...PERSONAL_DATA_KINDS.map((kind) => `masked:${kind}`),
    ]
    for (const signal of signals) expect(signalInWords(signal, t)).not.toMatch(/^Autre signal|^Donnée personnelle/)
    expect(signalInWords('masked:passport', t)).toBe('Donnée personnelle masquée')
    expect(signalInWords('night', t)).toBe('Autre signal\u00a0: night')
  })

  it('live in the message files only', () => {
    const isStaffs = /^src\/(ui\/(kit|console|admin)|features\/[\w-]+\/pages)\//
    const files = readdirSync('src', { recursive: true })
      .map((name) => join('src', String(name)))
      .filter((file) => isStaffs.test(file))
    const withSentence = files
      .filter((file) => file.endsWith('.tsx'))
      .filter((file) =>
        />[^<>{}=()]*\p{L}{3,}[^<>{}=()]*<\//u.test(
          withoutKeys(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')),
        ),
      )
    expect(withSentence).toEqual([])
  })

  it('agree with numbers in each language', () => {
    expect(plural(translator('fr'), 'fr', 'queue.count', 0)).toBe('0 demande')
    expect(plural(translator('fr'), 'fr', 'queue.count', 2)).toBe('2 demandes')
    expect(plural(translator('en'), 'en', 'queue.count', 0)).toBe('0 requests')
  })
})

describe('waiting times', () => {
  const now = new Date('2026-11-25T10:00:00Z')
  const wait = (since: string) =>
    waitInWords(since, now, { t: translator('fr'), language: 'fr' }).replace(/\u00a0/g, ' ')

  it('are told in the fewest words', () => {
    expect(wait('2026-11-25T09:59:10Z')).toBe('moins d’une minute')
    expect(wait('2026-11-25T09:59:00Z')).toBe('1 min')
    expect(wait('2026-11-25T09:00:30Z')).toBe('59 min')
    expect(wait('2026-11-25T08:55:00Z')).toBe('1 h 05')
    expect(wait('2026-11-24T09:00:00Z')).toBe('1 jour')
    expect(wait('2026-11-22T09:00:00Z')).toBe('3 jours')
  })

  it('are never negative nor absurd', () => {
    expect(wait('2026-11-25T10:05:00Z')).toBe('moins d’une minute')
    expect(wait('yesterday')).toBe('moins d’une minute')
  })
})

describe('references', () => {
  it('are those given to the citizen; of requests stored before there were any, six signs of the conversation', () => {
    expect(handoffReference({ reference: 'VR-7K3-46Q', conversationId: 'k3-_vQ9zX' })).toBe('VR-7K3-46Q')
    expect(handoffReference({ conversationId: 'k3-_vQ9zX' })).toBe('K3VQ9Z')
  })
})

describe('call-backs', () => {
  // What another file has set is not asked.
  beforeAll(() => setTownZone(new Intl.DateTimeFormat().resolvedOptions().timeZone))

  const slot = {
    day: '2026-11-26',
    half: 'morning' as const,
    startsAt: new Date(2026, 10, 26, 8, 30).toISOString(),
    endsAt: new Date(2026, 10, 26, 12).toISOString(),
  }

  it('say their half-day', () => {
    const inWords = slotInWords(slot, { t: translator('fr'), language: 'fr' }).replace(/\s/g, ' ')
    expect(inWords).toBe('jeudi 26 novembre, matin (8 h 30 – 12 h)')
    expect(slotInWords(slot, { t: translator('en'), language: 'en' })).toBe(
      'Thursday 26 November, morning (8:30 – 12:00)',
    )
  })

  it('are late once their half-day is over, as long as nobody has dealt with them', () => {
    const after = new Date(2026, 10, 26, 12, 0)
    expect(isLate({ slot, status: 'pending' }, after)).toBe(true)
    expect(isLate({ slot, status: 'assigned' }, after)).toBe(true)
    expect(isLate({ slot, status: 'resolved' }, after)).toBe(false)
    expect(isLate({ slot, status: 'pending' }, new Date(2026, 10, 26, 11, 59))).toBe(false)
    expect(isLate({ status: 'pending' }, after)).toBe(false)
  })

  it('have results of their own; nobody is missed without a phone', () => {
    const contact = { name: 'Jeanne', phone: '0612345678' }
    const choicesOf = (handoff: Parameters<typeof closingsOf>[0]) =>
      closingsOf(handoff, closeReasonsOf({}, handoff.kind), translator('fr')).map(({ id }) => id)
    const byPhone = ['reached', 'not_reached', 'done', 'redirected', 'no_reply', 'other']
    expect(choicesOf({ kind: 'callback', contact })).toEqual(byPhone)
    expect(choicesOf({ kind: 'message', contact: { name: 'Jeanne', email: 'j@e.fr' } })).not.toContain('not_reached')
    const live = ['answered', 'redirected', 'appointment', 'called_back', 'no_reply', 'other']
    expect(choicesOf({ kind: 'live', contact: null })).toEqual(live)
    for (const result of [...byPhone, ...live]) expect(isWordKey(`resolution.${result}`)).toBe(true)
  })
})

describe('what the console knows again', () => {
  it('is what the server says', () => {
    expect(MAX_ANSWER_LENGTH).toBe(MAX_TEXT_LENGTH)
  })
})
