import { describe, expect, it } from '@jest/globals'
import { Document, type Verb } from '../../../src/platform/store/document.js'
import { type DocumentAdapter, LowdbCache } from '../../../src/platform/store/lowdb-cache.js'

interface Words {
  words: string[]
}

/** An adapter whose writes wait until the test lets them succeed or fail. */
class HeldAdapter implements DocumentAdapter<Words> {
  written: (Words | null)[] = []
  readonly waiting: { succeed: () => void; fail: (error: unknown) => void }[] = []
  readFailure: Error | null = null

  async read(): Promise<Words | null> {
    if (this.readFailure) throw this.readFailure
    return this.written.at(-1) ?? null
  }

  async write(data: Words | null): Promise<void> {
    await new Promise<void>((succeed, fail) => this.waiting.push({ succeed, fail }))
    this.written.push(data)
  }

  async erase(): Promise<void> {
    this.written.push(null)
  }

  /** Waits until `count` writes have begun in all. */
  async begun(count: number): Promise<void> {
    while (this.waiting.length < count) await new Promise((resolve) => setImmediate(resolve))
  }
}

const add =
  (word: string): Verb<Words, number> =>
  (document) => {
    const words = [...(document?.words ?? []), word]
    return { document: { words }, result: words.length, changes: [] }
  }

function open(adapter: HeldAdapter) {
  const commits: (Words | null)[] = []
  const onCommit = (document: Words | null) => commits.push(document)
  return {
    document: new Document<Words>({
      kind: 'counters',
      cache: new LowdbCache(adapter, onCommit),
      assertWritable: () => {},
    }),
    commits,
  }
}

describe('Document', () => {
  it('joins verbs that wait together in one write, in order, and answers none before', async () => {
    const adapter = new HeldAdapter()
    const { document, commits } = open(adapter)
    const answered: string[] = []
    const send = (word: string) => document.update(add(word)).then(() => answered.push(word))
    const sent = [send('a')]
    await adapter.begun(1)
    sent.push(send('b'), send('c'), send('d'))
    expect(await document.read()).toBeNull()
    adapter.waiting[0]?.succeed()
    await adapter.begun(2)
    expect(answered).toEqual(['a'])
    expect(await document.read()).toEqual({ words: ['a'] })
    adapter.waiting[1]?.succeed()
    await Promise.all(sent)
    expect(answered).toEqual(['a', 'b', 'c', 'd'])
    expect(adapter.written).toEqual([{ words: ['a'] }, { words: ['a', 'b', 'c', 'd'] }])
    expect(commits).toEqual(adapter.written)
  })

  it('undoes every verb of a failed write, refuses their callers, and applies the next to the durable version', async () => {
    const adapter = new HeldAdapter()
    const { document, commits } = open(adapter)
    const kept = document.update(add('a'))
    await adapter.begun(1)
    const lost = Promise.allSettled([document.update(add('b')), document.update(add('c'))])
    adapter.waiting[0]?.succeed()
    await adapter.begun(2)
    const next = document.update(add('d'))
    adapter.waiting[1]?.fail(Object.assign(new Error('disk full'), { code: 'ENOSPC' }))
    const refusal = {
      status: 'rejected',
      reason: { code: 'storage_unavailable', status: 503, cause: { code: 'ENOSPC' } },
    }
    expect(await lost).toMatchObject([refusal, refusal])
    await adapter.begun(3)
    adapter.waiting[2]?.succeed()
    expect(await kept).toBe(1)
    expect(await next).toBe(2)
    expect(await document.read()).toEqual({ words: ['a', 'd'] })
    expect(commits).toEqual([{ words: ['a'] }, { words: ['a', 'd'] }])
  })

  it('refuses only the caller of a verb that throws', async () => {
    const adapter = new HeldAdapter()
    const { document } = open(adapter)
    const faulty: Verb<Words, number> = () => {
      throw new TypeError('a faulty verb')
    }
    const results = Promise.allSettled([document.update(add('a')), document.update(faulty), document.update(add('b'))])
    await adapter.begun(1)
    adapter.waiting[0]?.succeed()
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await document.read()).toEqual({ words: ['a', 'b'] })
  })

  it('writes nothing when nothing changes', async () => {
    const adapter = new HeldAdapter()
    const { document, commits } = open(adapter)
    expect(await document.update((same) => ({ document: same, result: 'seen', changes: [] }))).toBe('seen')
    expect([adapter.written, commits]).toEqual([[], []])
  })

  it('tries again to load after a failure', async () => {
    const adapter = new HeldAdapter()
    adapter.written.push({ words: ['a'] })
    adapter.readFailure = new Error('the disk is away')
    const { document } = open(adapter)
    await expect(document.read()).rejects.toMatchObject({ code: 'storage_unavailable' })
    await expect(document.update(add('b'))).rejects.toMatchObject({ code: 'storage_unavailable' })
    adapter.readFailure = null
    expect(await document.read()).toEqual({ words: ['a'] })
  })
})
