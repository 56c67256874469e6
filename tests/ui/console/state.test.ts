import { describe, expect, it } from '@jest/globals'
import type { HandoffDetailView } from '../../../src/features/handoffs/contract.js'
import { toDays } from '../../../src/features/handoffs/pages/talk/thread-items.js'
import type { Message } from '../../../src/platform/model/conversation.js'
import { type ConsoleEvent, initialState, reduce } from '../../../src/ui/console/console-state.js'
import {
  decisiveWords,
  explainTurns,
  isLexicalOnly,
  sortCandidates,
  talkAbout,
} from '../../../src/ui/console/explain-turn.js'
import type { ConsoleState } from '../../../src/ui/kit/agent-console.js'
import { formatRoute, parseRoute } from '../../../src/ui/kit/console-route.js'
import { markWords } from '../../../src/ui/kit/mark-words.js'
import { mergedReads } from '../../../src/ui/kit/merged-reads.js'
import { readPreferences } from '../../../src/ui/kit/preferences.js'
import { setTownZone } from '../../../src/ui/kit/town-clock.js'
import { percentOf } from '../../../src/ui/kit/turn-in-words.js'
import { sampleHandoff, sampleMessages, sampleTurns } from './sample-town.js'

const START = initialState({
  preferences: readPreferences(),
  author: null,
  drafts: {},
  outbox: [],
  route: { view: 'conversation', handoffId: 'a' },
})
const stateAfter = (...events: ConsoleEvent[]): ConsoleState => events.reduce(reduce, START)

const message = (seq: number, clientId?: string): Message => ({
  id: `m${seq}`,
  seq,
  author: 'agent',
  at: '2026-11-25T10:00:00Z',
  language: 'fr',
  payload: { type: 'text', text: `Message ${seq}` },
  ...(clientId && { clientId }),
})
const detail = (id: string, messages: Message[]): HandoffDetailView => ({
  handoff: sampleHandoff(id, { status: 'assigned' }),
  transcript: { messages, turns: [] },
  page: null,
  channel: 'web',
  notes: [],
  lifecycle: { steps: [], closeReasons: [], reopenableUntil: null },
})
const queued = (clientId: string, text = 'Bonjour'): ConsoleEvent => ({
  type: 'queued',
  outgoing: { handoffId: 'a', clientId, text, status: 'sending' },
})

describe('the open conversation', () => {
  it('ignores a reading that comes after another conversation was opened', () => {
    const state = stateAfter(
      { type: 'routed', route: { view: 'conversation', handoffId: 'b' } },
      { type: 'detail_read', detail: detail('a', []) },
    )
    expect(state.detail).toBeNull()
  })

  it('keeps each message once, in order, whatever the order of the readings', () => {
    const state = stateAfter(
      { type: 'detail_read', detail: detail('a', [message(1)]) },
      { type: 'sent', handoffId: 'a', clientId: 'c2', message: message(2, 'c2') },
      { type: 'detail_read', detail: detail('a', [message(1)]) },
      { type: 'detail_read', detail: detail('a', [message(1), message(2, 'c2'), message(3)]) },
    )
    expect(state.detail?.transcript.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('is emptied when another is opened, not when another of its panes is', () => {
    const opened = stateAfter({ type: 'detail_read', detail: detail('a', [message(1)]) })
    expect(reduce(opened, { type: 'routed', route: { view: 'understanding', handoffId: 'a' } }).detail).not.toBeNull()
    expect(reduce(opened, { type: 'routed', route: { view: 'queue', handoffId: null } }).detail).toBeNull()
  })

  it('closes a menu when the handoff is no longer held', () => {
    const resolving = stateAfter({ type: 'detail_read', detail: detail('a', []) }, { type: 'panel', panel: 'transfer' })
    expect(resolving.panel).toBe('transfer')
    const ended = { ...detail('a', []), handoff: sampleHandoff('a', { status: 'cancelled' }) }
    expect(reduce(resolving, { type: 'detail_read', detail: ended }).panel).toBeNull()
  })
})

describe('words on their way', () => {
  it('leave the draft, then the outbox, and are in one place only', () => {
    const sending = stateAfter({ type: 'drafted', handoffId: 'a', text: 'Bonjour' }, queued('c1'))
    expect([sending.drafts, sending.outbox.map(({ status }) => status)]).toEqual([{}, ['sending']])
    const sent = reduce(sending, { type: 'sent', handoffId: 'a', clientId: 'c1', message: message(1, 'c1') })
    expect(sent.outbox).toEqual([])
  })

  it('fail, are tried again under the same id, and lose their fault', () => {
    const failed = stateAfter(queued('c1'), { type: 'send_failed', clientId: 'c1', problem: 'Non.' })
    expect(failed.outbox).toEqual([
      { handoffId: 'a', clientId: 'c1', text: 'Bonjour', status: 'failed', problem: 'Non.' },
    ])
    const retried = reduce(failed, { type: 'send_retried', clientId: 'c1' })
    expect(retried.outbox).toEqual([{ handoffId: 'a', clientId: 'c1', text: 'Bonjour', status: 'sending' }])
  })

  it('come back before what was written since', () => {
    const state = stateAfter(
      queued('c1', 'Un'),
      { type: 'drafted', handoffId: 'a', text: 'Deux' },
      { type: 'taken_back', clientId: 'c1' },
    )
    expect([state.drafts, state.outbox]).toEqual([{ a: 'Un\nDeux' }, []])
  })

  it('are known as arrived when a reading shows them, even if the answer was lost', () => {
    const state = stateAfter(
      queued('c1'),
      { type: 'send_failed', clientId: 'c1', problem: 'Non.' },
      { type: 'detail_read', detail: detail('a', [message(1, 'c1')]) },
    )
    expect(state.outbox).toEqual([])
  })

  it('are erased with a talk that can no longer be opened again, but for a note', () => {
    const ended = { ...detail('a', []), handoff: sampleHandoff('a', { status: 'resolved' }) }
    const reopenable = { ...ended, lifecycle: { ...ended.lifecycle, reopenableUntil: '2026-11-25T11:00:00Z' } }
    const drafts = { a: 'Un', 'transfer:a': 'Deux', 'note:a': 'Trois', b: 'Quatre' }
    const state = stateAfter(
      ...Object.entries(drafts).map(([handoffId, text]): ConsoleEvent => ({ type: 'drafted', handoffId, text })),
      { type: 'detail_read', detail: reopenable },
    )
    expect(state.drafts).toEqual(drafts)
    expect(reduce(state, { type: 'detail_read', detail: ended }).drafts).toEqual({ 'note:a': 'Trois', b: 'Quatre' })
  })

  it('stay when the session ends', () => {
    const state = stateAfter(
      { type: 'drafted', handoffId: 'a', text: 'Bonjour' },
      { type: 'signed_out', problem: 'Fin.' },
    )
    expect([state.phase, state.drafts, state.signInProblem]).toEqual(['signed_out', { a: 'Bonjour' }, 'Fin.'])
  })
})

describe('words of who was there before', () => {
  const signedIn = (id: string): ConsoleEvent => ({
    type: 'signed_in',
    session: {
      user: { id, displayName: id, email: `${id}@bourg.example`, roles: ['agent'], communeId: 'bourg' },
      csrfToken: 't',
      timeZone: 'Europe/Paris',
    },
  })
  const left = [
    signedIn('claire'),
    { type: 'drafted', handoffId: 'b', text: 'Bonjour' },
    queued('c1'),
    { type: 'signed_out', problem: 'Fin.' },
  ] satisfies ConsoleEvent[]

  it('are found again by the same agent, and by no other', () => {
    const back = stateAfter(...left, signedIn('claire'))
    expect([back.drafts, back.outbox.length]).toEqual([{ b: 'Bonjour' }, 1])
    const other = stateAfter(...left, signedIn('karim'))
    expect([other.author, other.drafts, other.outbox]).toEqual(['karim', {}, []])
  })
})

describe('addresses', () => {
  it('are read as they are written', () => {
    for (const hash of ['#queue', '#handoff/a-b_1', '#handoff/a-b_1/understanding'])
      expect(formatRoute(parseRoute(hash))).toBe(hash)
    expect(parseRoute('#handoff/<script>')).toEqual({ view: 'queue', handoffId: null })
    expect(parseRoute('')).toEqual({ view: 'queue', handoffId: null })
  })
})

describe('what the assistant understood', () => {
  it('is told latest first, beside the words that it is about', () => {
    const explained = explainTurns(sampleMessages(), sampleTurns())
    expect(explained.map(({ turn }) => turn.messageSeq)).toEqual([6, 4, 2])
    expect(explained[2]?.question).toBe('acte de naissance de ma fille')
    expect(explainTurns([], sampleTurns())).toEqual([])
  })

  it('tells what the talk is about, the last entry shown or proposed, and for whom, as it was said last', () => {
    const [shown, proposed, wish] = sampleTurns()
    if (!shown || !proposed || !wish) throw new Error('three turns were expected')
    expect(talkAbout(sampleMessages(), [shown, proposed, wish])).toEqual({
      subject: 'Inscrire un enfant à la cantine',
      forWhom: 'child',
    })
    const chosen = { ...shown, candidates: [], forWhom: 'self' as const }
    expect(talkAbout(sampleMessages(), [proposed, shown, chosen])).toEqual({
      subject: sampleMessages()[2]?.payload.type === 'card' ? expect.stringContaining('acte de naissance') : '',
      forWhom: 'self',
    })
    expect(talkAbout([], [wish])).toEqual({ subject: null, forWhom: null })
  })

  it('never claims to be certain', () => {
    expect([0, 0.004, 0.52, 0.996, 1].map((value) => percentOf(value, 'en'))).toEqual(['1%', '1%', '52%', '99%', '99%'])
  })

  it('tells a search by words alone from no search', () => {
    const [answered, lexical, wish] = sampleTurns()
    if (!answered || !lexical || !wish) throw new Error('three turns were expected')
    expect([answered, lexical, wish].map(isLexicalOnly)).toEqual([false, true, false])
    expect(isLexicalOnly({ ...wish, encoderVersion: null })).toBe(false)
    const chosen = { ...answered, outcome: 'answered_choice' as const, confidence: null, encoderVersion: null }
    expect(isLexicalOnly(chosen)).toBe(false)
  })

  it('shows what was proposed and the nearest rejected ones, and keeps the others behind a press', () => {
    const [answered] = sampleTurns()
    const { shown, others } = sortCandidates(answered?.candidates ?? [])
    expect(shown.map(({ kept }) => kept)).toEqual([true, false, false])
    expect(others.map(({ entryId }) => entryId)).toEqual(['livret-famille', 'acte-deces-copie'])
  })

  it('marks the words of what was proposed; of the nearest entry when nothing was', () => {
    const [answered, lexical, wish] = sampleTurns()
    if (!answered || !lexical || !wish) throw new Error('three turns were expected')
    expect([answered, lexical, wish].map(decisiveWords)).toEqual([
      ['acte', 'naissance'],
      ['cantine', 'inscriptions'],
      [],
    ])
    const rejected = answered.candidates.map((candidate) => ({ ...candidate, kept: false }))
    expect(decisiveWords({ ...answered, candidates: rejected })).toEqual(['acte', 'naissance'])
  })

  it('marks whole words, whatever their accents and capitals, and loses nothing of the message', () => {
    const text = 'Décès : un acte, l’ACTE de deces… pas de décèstation'
    const pieces = markWords(text, ['décès', 'acte'])
    expect(pieces.filter(({ isMarked }) => isMarked).map((piece) => piece.text)).toEqual([
      'Décès',
      'acte',
      'ACTE',
      'deces',
    ])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(markWords('rien', [])).toEqual([{ text: 'rien', isMarked: false }])
    expect(markWords('', ['acte'])).toEqual([])
  })
})

describe('days of a conversation', () => {
  it('change at midnight in the reader’s time zone', () => {
    const at = (seq: number, instant: string) => ({ ...message(seq), at: instant })
    const messages = [at(1, '2026-11-24T22:59:00Z'), at(2, '2026-11-24T23:01:00Z'), at(3, '2026-11-25T08:00:00Z')]
    setTownZone('Europe/Paris')
    const days = toDays(messages).map(({ day, messages: ofDay }) => [day, ofDay.map(({ seq }) => seq)])
    expect(days).toEqual([
      ['2026-11-24', [1]],
      ['2026-11-25', [2, 3]],
    ])
  })
})

describe('merged readings', () => {
  it('answer any number of hints by one reading that begins after the last', async () => {
    let begun = 0
    const ends: (() => void)[] = []
    const read = mergedReads(() => {
      begun += 1
      return new Promise<void>((resolve) => ends.push(resolve))
    })
    const first = read()
    const others = [read(), read(), read()]
    expect(begun).toBe(1)
    ends[0]?.()
    await first
    await new Promise((resolve) => setTimeout(resolve))
    expect(begun).toBe(2)
    ends[1]?.()
    await Promise.all(others)
    expect(begun).toBe(2)
  })

  it('go on after a failure', async () => {
    let calls = 0
    const read = mergedReads(async () => {
      calls += 1
      if (calls === 1) throw new Error('once')
    })
    const failing = read()
    const next = read()
    await expect(failing).rejects.toThrow('once')
    await next
    expect(calls).toBe(2)
  })
})
