import { describe, expect, it } from '@jest/globals'
import { createReader, type ReaderNeeds } from '../../../src/features/tchap/reader.js'
import { type MatrixBot, MatrixFault, type MatrixNews } from '../../../src/platform/matrix/matrix.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import { Clock } from '../../platform/http/harness.js'
import { until } from './tchap-user.js'

/** A homeserver with a numbered piece of news whenever one is said. */
function home() {
  const said: string[] = []
  const state = { fault: null as MatrixFault | null, asked: 0 }
  const bot = {
    async news(since, { signal }) {
      state.asked += 1
      if (state.fault) throw state.fault
      const from = Number(since ?? said.length)
      await until(async () => said.length > from || since === null || signal.aborted)
      signal.throwIfAborted()
      const news: MatrixNews = {
        next: String(said.length),
        events: [],
        invitations: [],
        joined: said.slice(from),
        left: [],
      }
      return news
    },
  } as Pick<MatrixBot, 'news'> as MatrixBot
  return { said, state, bot }
}

function process(town: ReturnType<typeof home>, needs: Pick<ReaderNeeds, 'store' | 'now'> & Partial<ReaderNeeds>) {
  const dealt: string[] = []
  const faults: unknown[] = []
  const reader = createReader({
    bot: town.bot,
    deal: async ({ joined }) => void dealt.push(...joined),
    onFault: (error) => void faults.push(error),
    ...needs,
  })
  return { reader, dealt, faults }
}

describe('reading in one process at a time', () => {
  it('goes on in another one when the first ends, at once, or dies, after its time', async () => {
    const [town, store, clock] = [home(), createMemoryStore(), new Clock()]
    const [one, two, three] = [1, 2, 3].map(() => process(town, { store, now: clock.now }))
    await one?.reader.begin()
    await until(async () => (await store.readTchap()).since !== null)
    await two?.reader.begin()
    town.said.push('a')
    await until(async () => one?.dealt.includes('a'))
    await one?.reader.close()
    expect(two?.dealt).toEqual([])
    town.said.push('b')
    const at = clock.now().toISOString()
    // Another look of the second one is due in ten seconds; the third begins now.
    await three?.reader.begin()
    await until(async () => three?.dealt.includes('b'))
    expect(await store.holdTchap('other', { at, until: at })).toBeUndefined()
    clock.advance({ minutes: 2 })
    expect(await store.holdTchap('other', { at: clock.now().toISOString(), until: at })).toBe('2')
    for (const { reader } of [two, three].filter((some) => some !== undefined)) await reader.close()
  })

  it('deals again with what was dealt with when it died before that was noted', async () => {
    const [town, store, clock] = [home(), createMemoryStore(), new Clock()]
    const dying: ReaderNeeds['store'] = {
      ...store,
      advanceTchap: async ({ from, to }) =>
        from === null ? store.advanceTchap({ from, to }) : Promise.reject(new Error('gone')),
    }
    const first = process(town, { store: dying, now: clock.now })
    await first.reader.begin()
    await until(async () => (await store.readTchap()).since !== null)
    town.said.push('a')
    await until(async () => first.faults.length > 0)
    expect(first.dealt).toEqual(['a'])
    await first.reader.close()
    const second = process(town, { store, now: clock.now })
    await second.reader.begin()
    await until(async () => second.dealt.includes('a'))
    await second.reader.close()
  })

  it('waits after a fault, and goes on once something works', async () => {
    const [town, store, clock] = [home(), createMemoryStore(), new Clock()]
    town.state.fault = new MatrixFault('M_UNKNOWN_TOKEN', { status: 401 })
    const { reader, faults } = process(town, { store, now: clock.now })
    await reader.begin()
    await reader.begin()
    await until(async () => faults.length > 0)
    expect([faults, town.state.asked]).toEqual([[town.state.fault], 1])
    town.state.fault = null
    await until(async () => (await store.readTchap()).since !== null)
    expect(town.state.asked).toBeLessThan(4)
    await reader.close()
  })

  it('begins anew where a homeserver does not know the place up to which another one was read', async () => {
    const [town, store, clock] = [home(), createMemoryStore(), new Clock()]
    await store.advanceTchap({ from: null, to: 'elsewhere' })
    const { news } = town.bot
    town.bot.news = async (since, waiting) => {
      if (since === 'elsewhere') throw new MatrixFault('M_INVALID_PARAM', { status: 400 })
      return news(since, waiting)
    }
    const { reader } = process(town, { store, now: clock.now })
    await reader.begin()
    await until(async () => (await store.readTchap()).since === '0')
    await reader.close()
  })
})
