import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { VNode } from 'preact'
import type { Message } from '../../../src/platform/model/conversation.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import { AnswerCard } from '../../../src/ui/widget/answer-card.js'
import type { Api } from '../../../src/ui/widget/api.js'
import type { Chat } from '../../../src/ui/widget/chat.js'
import { INITIAL_STATE, reduce } from '../../../src/ui/widget/conversation-state.js'
import { EventStream } from '../../../src/ui/widget/event-stream.js'
import { browserMemory } from '../../../src/ui/widget/memory.js'
import { Session } from '../../../src/ui/widget/session.js'
import { addFrench, FRENCH, translator } from '../../../src/ui/widget/translate.js'
import { elementsOf, textOf } from '../element-tree.js'
import { BIRTH_CERTIFICATE_CARD } from '../fake-payloads.js'

const SIMPLE = 'guichet:bourg:simple'
addFrench(JSON.parse(readFileSync('knowledge/messages/widget-parts.fr.json', 'utf8')))
const t = translator(FRENCH, 'fr')

/** The browser's storage, as far as the memory uses it. */
function fakeStorage() {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

let local: ReturnType<typeof fakeStorage>
const globals = ['localStorage', 'sessionStorage', 'addEventListener'] as const
beforeEach(() => {
  local = fakeStorage()
  Object.assign(globalThis, { sessionStorage: fakeStorage(), addEventListener: () => {} })
  Object.defineProperty(globalThis, 'localStorage', { value: local, configurable: true })
})
afterEach(() => {
  for (const name of globals) Reflect.deleteProperty(globalThis, name)
})

function newSession(): Session {
  const commune = { id: 'bourg', availability: null }
  const api = { readCommune: async () => commune, erase: async () => {} } as unknown as Api
  return new Session({
    loadParts: async () => ({ EventStream }),
    api,
    memory: browserMemory('bourg'),
    translate: t,
    onChange: () => {},
  })
}

type Folded = VNode<{ onToggle: (event: { currentTarget: { open: boolean } }) => void }>
type Card = Extract<Payload, { type: 'card' }>

/** The card of an answer, with its elements and its words. */
function card(session: Session, change: Partial<Card['answer']> = {}) {
  const payload = BIRTH_CERTIFICATE_CARD as Card
  const shown: Card = { ...payload, answer: { ...payload.answer, ...change } }
  const message: Message = { id: 'm1', seq: 1, author: 'assistant', at: '', language: 'fr', payload: shown }
  const chat = { session, state: session.state, language: 'fr', t } as unknown as Chat
  const tree = AnswerCard({ chat, message, card: shown })
  const folded = elementsOf(tree).find(({ type, props }) => type === 'details' && props.class === 'simple')
  return {
    text: textOf(tree),
    folded,
    toggle: (open: boolean) => (folded as Folded).props.onToggle({ currentTarget: { open } }),
  }
}

const SHORT = 'Il prouve votre naissance.'
const WHOLE = 'Extrait sans filiation'

describe('the simplified version of an answer’s card', () => {
  it('is behind a heading, open for who wishes for it, and opening it is a wish', () => {
    const session = newSession()
    expect(card(session).folded?.props.open).toBe(false)
    card(session).toggle(true)
    expect(card(session).folded?.props.open).toBe(true)
    expect(textOf(card(session).folded)).toContain(SHORT)
    expect(card(session).text).toContain(WHOLE)
    card(session).toggle(false)
    expect(card(session).folded?.props.open).toBe(false)
    expect(session.state.toSay).toEqual([t('simple'), t('full')])
  })

  it('says who wrote the text, and nothing twice where it is drawn open', () => {
    const session = newSession()
    session.setSimple(true)
    card(session).toggle(true)
    expect(session.state.toSay).toEqual([t('simple')])
    expect(textOf(card(session).folded)).toContain(t('simpleNote'))
  })

  it.each([[null], [undefined]])('is not there when an answer has none (%s)', (simple) => {
    const session = newSession()
    session.setSimple(true)
    const shown = card(session, { simple } as Partial<Card['answer']>)
    expect(shown.folded).toBeUndefined()
    expect(shown.text).toContain(WHOLE)
  })
})

describe('the wish for simplified versions', () => {
  it('is told to screen readers', () => {
    const session = newSession()
    session.setSimple(true)
    session.setSimple(false)
    expect(session.state.toSay).toEqual([t('simple'), t('full')])
  })

  it('holds for the next conversation', () => {
    const state = reduce({ ...INITIAL_STATE, simple: true }, { type: 'restarted', notice: null, keepOutbox: false })
    expect(state.simple).toBe(true)
  })

  it('is kept only once expressed, read when the chat is opened, and found on another page', async () => {
    const first = newSession()
    await first.load()
    expect([...local.values.keys()]).toEqual([])
    first.setSimple(true)
    expect([...local.values.keys()]).toEqual([SIMPLE])
    const next = newSession()
    expect(next.state.simple).toBe(false)
    await next.load()
    expect(next.state.simple).toBe(true)
    next.setSimple(false)
    expect([...local.values.keys()]).toEqual([])
  })

  it('is erased with the rest', async () => {
    const session = newSession()
    session.setSimple(true)
    await session.erase()
    expect([...local.values.keys()]).toEqual([])
  })
})
