import { beforeEach, describe, expect, it } from '@jest/globals'
import type { EntryView } from '../../../src/features/entries/contract.js'
import type { EntryContent } from '../../../src/features/entries/model/entry-record.js'
import { DraftSaver, readKept, type SaveState } from '../../../src/features/entries/pages/editor/draft-saver.js'
import type { AnswerOf, AnyCall, CallArguments, Route } from '../../../src/platform/http/route.js'
import { CallError } from '../../../src/ui/kit/staff-api.js'
import { sampleContent } from './pages/sample-content.js'

const PLACE = { communeId: 'villebourg', userId: 'ada', entryId: 'piscine' }
const titled = (title: string) => sampleContent({ title })

/** A browser's storage. */
class Storage {
  readonly #values = new Map<string, string>()
  getItem = (key: string) => this.#values.get(key) ?? null
  setItem = (key: string, value: string) => void this.#values.set(key, value)
  removeItem = (key: string) => void this.#values.delete(key)
}

/** A server that keeps one draft, refuses one over an unseen one, and fails on demand. */
class Server {
  draft: { content: EntryContent; version: number; by: string } | null = null
  failure: CallError | null = null
  saves = 0
  /** Holds the next save until it is released. */
  gate: Promise<void> = Promise.resolve()

  ask = async <R extends Route>({ method }: R, ...[call]: CallArguments<R>): Promise<AnswerOf<R>> => {
    if (this.failure) throw this.failure
    if (method === 'get') return this.view as AnswerOf<R>
    const { content, seen } = (call as AnyCall).body as { content: EntryContent; seen: number }
    this.saves += 1
    await this.gate
    if (seen !== (this.draft?.version ?? 0)) throw new CallError(409, { code: 'draft_stale' })
    this.draft = { content, version: seen + 1, by: 'Ada' }
    return { draft: this.view.draft, faults: [] } as unknown as AnswerOf<R>
  }

  saveAs(by: string, content: EntryContent): void {
    this.draft = { content, version: (this.draft?.version ?? 0) + 1, by }
  }

  get view(): EntryView {
    const { draft } = this
    const by = { userId: draft?.by ?? '', userName: draft?.by ?? '' }
    const whole = draft && { ...draft, by, basedOn: 1, at: '2026-11-24T09:00:00Z' }
    return { draft: whole, served: sampleContent(), servedRevision: 1 } as unknown as EntryView
  }
}

let server: Server
let states: SaveState[]
let saver: DraftSaver
beforeEach(() => {
  Object.assign(globalThis, { localStorage: new Storage() })
  server = new Server()
  states = []
  saver = new DraftSaver({
    api: server,
    place: PLACE,
    seen: 0,
    basedOn: 1,
    state: { kind: 'untouched' },
    now: () => new Date('2026-11-24T09:00:00Z'),
    onState: (state) => states.push(state),
  })
})
const kinds = () => states.map(({ kind }) => kind)

describe('a draft saves itself', () => {
  it('is kept in the browser from the first letter, until the server has it', async () => {
    saver.write(titled('Bassin'))
    expect(readKept(PLACE)).toMatchObject({ content: { title: 'Bassin' }, seen: 0, basedOn: 1 })
    expect(await saver.flush()).toBe(true)
    expect(kinds()).toEqual(['pending', 'saving', 'saved'])
    expect([server.draft?.content.title, saver.seen, readKept(PLACE)]).toEqual(['Bassin', 1, null])
  })

  it('saves once at a time, and what is written meanwhile after', async () => {
    let release = () => {}
    server.gate = new Promise((resolve) => {
      release = resolve
    })
    saver.write(titled('un'))
    const first = saver.flush()
    const second = saver.flush()
    saver.write(titled('deux'))
    release()
    expect(await first).toBe(false)
    expect(await second).toBe(true)
    expect(await saver.flush()).toBe(true)
    expect([server.saves, server.draft?.content.title, kinds().includes('conflict')]).toEqual([2, 'deux', false])
  })

  it('loses nothing when the server is out of reach, and says so', async () => {
    server.failure = new CallError(0)
    saver.write(titled('Bassin'))
    expect(await saver.flush()).toBe(false)
    expect(states.at(-1)).toMatchObject({ kind: 'unsaved', why: 'unreached', isKept: true })
    expect(readKept(PLACE)?.content.title).toBe('Bassin')
    server.failure = null
    expect(await saver.flush()).toBe(true)
    expect(server.draft?.content.title).toBe('Bassin')
  })

  it('waits for a new session when the former has ended, and says when nothing can be kept', async () => {
    Object.assign(globalThis, { localStorage: undefined })
    server.failure = new CallError(401)
    saver.write(titled('Bassin'))
    await saver.flush()
    expect(states.at(-1)).toMatchObject({ kind: 'unsaved', why: 'signed_out', isKept: false })
  })
})

describe('two write at once', () => {
  beforeEach(async () => {
    server.saveAs('Bilal', titled('celui de Bilal'))
    saver.write(titled('le mien'))
    expect(await saver.flush()).toBe(false)
  })

  it('says so, and overwrites nothing', () => {
    expect(states.at(-1)).toMatchObject({ kind: 'conflict', theirs: { draft: { by: { userName: 'Bilal' } } } })
    expect([server.draft?.content.title, readKept(PLACE)?.content.title]).toEqual(['celui de Bilal', 'le mien'])
  })

  it('keeps what is written here when that is chosen', async () => {
    expect(await saver.keepMine(titled('le mien'), server.view)).toBe(true)
    expect(server.draft).toMatchObject({ content: { title: 'le mien' }, version: 2 })
  })

  it('takes the other one when that is chosen, and goes on from it', async () => {
    saver.adopt(server.view)
    expect([states.at(-1)?.kind, readKept(PLACE)]).toEqual(['saved', null])
    saver.write(titled('la suite'))
    expect(await saver.flush()).toBe(true)
    expect(server.draft?.content.title).toBe('la suite')
  })

  it('is no conflict when both have written the same', async () => {
    saver.write(titled('celui de Bilal'))
    await saver.keepMine(titled('celui de Bilal'), { ...server.view, draft: null })
    expect(states.at(-1)).toMatchObject({ kind: 'saved', by: 'Bilal' })
  })
})
