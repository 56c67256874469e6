import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Answer } from '../../../src/platform/model/entry.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import type { Block } from '../../../src/platform/text/rich-links.js'
import { sheetAddress } from '../../../src/ui/widget/answer-card.js'
import type { Api } from '../../../src/ui/widget/api.js'
import type { Chat } from '../../../src/ui/widget/chat.js'
import { EventStream } from '../../../src/ui/widget/event-stream.js'
import { loadExtraWords } from '../../../src/ui/widget/extras/extra-words.js'
import { PapersList } from '../../../src/ui/widget/extras/papers-list.js'
import { browserMemory } from '../../../src/ui/widget/memory.js'
import { Session } from '../../../src/ui/widget/session.js'
import { addFrench, FRENCH, translator } from '../../../src/ui/widget/translate.js'
import { elementsOf, textOf } from '../element-tree.js'
import { BIRTH_CERTIFICATE_CARD } from '../fake-payloads.js'

addFrench(JSON.parse(readFileSync('knowledge/messages/widget-parts.fr.json', 'utf8')))
const t = translator(FRENCH, 'fr')
const KEY = 'guichet:bourg:papers'

let stored: Map<string, string>
let sent: unknown[][]
beforeEach(() => {
  stored = new Map()
  sent = []
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(globalThis, name, { value: storage, configurable: true })
  Object.assign(globalThis, { addEventListener: () => {} })
})
afterEach(() => {
  for (const name of ['localStorage', 'sessionStorage', 'addEventListener']) Reflect.deleteProperty(globalThis, name)
})

const commune = { id: 'bourg', availability: null }
/** Every call is recorded. */
const api = new Proxy(
  {},
  {
    get:
      (_, verb) =>
      async (...input: unknown[]) => {
        sent.push([verb, ...input])
        return verb === 'readCommune' ? commune : undefined
      },
  },
) as Api

function newSession(): Session {
  return new Session({
    loadParts: async () => ({ EventStream }),
    api,
    memory: browserMemory('bourg'),
    translate: t,
    onChange: () => {},
  })
}

const items = (...papers: string[]): Block => ({
  kind: 'list',
  ordered: false,
  items: papers.map((text) => [{ text }]),
})
const paragraph: Block = { kind: 'paragraph', spans: [{ text: 'Et aussi :' }] }
/** Five papers in two lists. */
const BLOCKS: Block[] = [items('photo', 'timbre', 'bail'), paragraph, items('acte', 'livret')]

function answerWith(blocks: Block[]): Answer {
  const { answer } = BIRTH_CERTIFICATE_CARD as Extract<Payload, { type: 'card' }>
  return { ...answer, sections: answer.sections.map((one) => (one.key === 'papers' ? { ...one, blocks } : one)) }
}

const call = (act: unknown) => (act as () => void)()

/** The list of an answer as a session shows it now. */
function list(session: Session, blocks = BLOCKS, language: Chat['language'] = 'fr') {
  const chat = { session, state: session.state, language, t } as unknown as Chat
  const tree = PapersList({ chat, answer: answerWith(blocks), blocks })
  const elements = elementsOf(tree)
  const boxes = elements.filter(({ type }) => type === 'input')
  const button = elements.find(({ type }) => type === 'button')
  return {
    text: textOf(tree),
    button,
    checked: boxes.map(({ props }) => props.checked),
    press: () => call(button?.props.onClick),
    tick: (place: number) => call(boxes[place]?.props.onChange),
    address: new URL(sheetAddress(chat, answerWith(blocks))),
  }
}

describe('the list of papers', () => {
  it('becomes boxes, and says how many papers are missing', () => {
    const session = newSession()
    expect(list(session).checked).toEqual([])
    expect(textOf(list(session).button)).toBe('Il me manque…')
    expect(list(session).button?.props['aria-pressed']).toBe(false)
    list(session).press()
    expect(list(session).button?.props['aria-pressed']).toBe(true)
    expect(list(session).checked).toEqual([false, false, false, false, false])
    expect(list(session).text).toContain('Il vous manque 5 pièces sur 5.')
    for (const place of [4, 0, 1]) list(session).tick(place)
    expect(list(session).checked).toEqual([true, true, false, false, true])
    expect(list(session).text).toContain('Il vous manque 2 pièces sur 5.')
    list(session).tick(2)
    expect(list(session).text).toContain('Il vous manque 1 pièce sur 5.')
    list(session).tick(3)
    expect(list(session).text).toContain('Il ne vous manque rien.')
    list(session).tick(3)
    expect(list(session).checked[3]).toBe(false)
  })

  it('tells screen readers the same, once each time', () => {
    const session = newSession()
    list(session).press()
    const said = session.state.toSay.length
    list(session).tick(0)
    expect(session.state.toSay.slice(said)).toEqual(['Il vous manque 4 pièces sur 5.'])
  })

  it('becomes a list again, and keeps what is ticked', () => {
    const session = newSession()
    list(session).press()
    list(session).tick(1)
    list(session).press()
    expect(list(session).checked).toEqual([])
    expect(list(session).text).not.toContain('manque 4')
    list(session).press()
    expect(list(session).checked[1]).toBe(true)
  })

  it('has no boxes where there is nothing to count', () => {
    for (const blocks of [[paragraph], [items('photo')], []]) {
      expect(list(newSession(), blocks).button).toBeUndefined()
    }
  })

  it('speaks the language of the widget', async () => {
    await loadExtraWords('en')
    const session = newSession()
    list(session, BLOCKS, 'en').press()
    expect(list(session, BLOCKS, 'en').text).toContain('5 of 5 documents are missing.')
  })
})

describe('what is ticked', () => {
  it('is kept in this browser only once the button is pressed, found on another page, and never sent', async () => {
    const first = newSession()
    await first.load()
    expect(stored.has(KEY)).toBe(false)
    list(first).press()
    list(first).tick(2)
    expect(stored.has(KEY)).toBe(true)
    const next = newSession()
    await next.load()
    expect(list(next).checked).toEqual([false, false, true, false, false])
    expect(sent.map(([verb]) => verb)).toEqual(['readCommune', 'readCommune'])
  })

  it.each(['erase', 'begin another'])('is forgotten with the conversation: %s', async (how) => {
    const session = newSession()
    list(session).press()
    list(session).tick(2)
    if (how === 'erase') await session.erase()
    else session.restart(null, false)
    expect(stored.has(KEY)).toBe(false)
    expect(list(session).button?.props['aria-pressed']).toBe(false)
  })

  it('is not taken for that of another list', () => {
    const session = newSession()
    list(session).press()
    list(session).tick(2)
    expect(list(session, BLOCKS.slice(0, 1)).checked).toEqual([])
  })

  it('survives a value that is spoilt', async () => {
    stored.set(KEY, '{')
    const session = newSession()
    await session.load()
    expect(list(session).button?.props['aria-pressed']).toBe(false)
  })
})

describe('the address of the sheet', () => {
  it('says which sheet to the server, and what is marked to the browser alone', async () => {
    const session = newSession()
    await session.load()
    expect(list(session).address.hash).toBe('')
    expect(list(session).address.pathname).toMatch(/\/fiche\/acte-naissance-copie$/)
    expect(list(session).address.search).toBe('?commune=bourg&langue=fr')
    list(session).press()
    list(session).tick(4)
    list(session).tick(0)
    expect(list(session).address.search).toBe('?commune=bourg&langue=fr')
    expect(list(session).address.hash).toBe('#pieces=0.4&sur=5')
  })

  it('has the reference of a request', () => {
    const session = newSession()
    session.state = { ...session.state, handoff: { reference: 'BG-7K3-46Q' } as never }
    expect(list(session).address.hash).toBe('#reference=BG-7K3-46Q')
  })

  it('is that of the simplified version where this one is read', () => {
    const session = newSession()
    list(session).press()
    session.setSimple(true)
    expect(list(session).address.searchParams.get('version')).toBe('simple')
    expect(list(session).address.hash).toBe('')
  })
})
