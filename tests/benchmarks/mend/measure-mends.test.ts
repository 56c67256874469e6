import { describe, expect, it } from '@jest/globals'
import { type MendedBase, measureMends } from '../../../benchmarks/mend/measure-mends.js'
import { modeResult } from '../../../benchmarks/mend/mend-report.js'
import type { Mend } from '../../../benchmarks/mend/plan-mends.js'
import { buildSearchIndex } from '../../../src/search/search-index.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../../features/entries/fake-encoder.js'

const documents = ['piscine', 'velo'].map((id) => ({ id, title: `Le service ${id}`, text: '', questions: [id] }))
const ASKED = ['zumba kayak fjord', 'wagon box hypnose', 'jockey vermouth']

/** Mends of the swimming pool, each of which asks all three questions. */
const mends = ASKED.map(
  (question): Mend => ({
    id: question,
    question,
    targets: ['piscine'],
    askings: ASKED.map((asked) => ({
      way: asked === question ? 'word for word' : 'neighbour',
      question: asked,
      targets: ['piscine'],
    })),
  }),
)

async function openBase(): Promise<MendedBase> {
  const [encoder, calibration] = [new FakeEncoder(), FAKE_CALIBRATION]
  return { documents, encoder, calibration, index: await buildSearchIndex(documents, encoder, calibration) }
}

describe('measureMends', () => {
  it('adds the questions of a batch together, and none of another batch', async () => {
    const base = await openBase()
    const seen: number[] = []
    const { again, builds } = await measureMends(base, mends, { together: 2, onMended: (done) => seen.push(done) })
    expect(builds).toHaveLength(2)
    expect(seen).toEqual([2, 3])
    const fates = ASKED.map((id) => again.filter(({ mend }) => mend === id).map(({ fate }) => fate))
    const [right, offered] = ['right', 'offered']
    expect(fates).toEqual([
      [right, right, offered],
      [right, right, offered],
      [offered, offered, right],
    ])
  })

  it('embeds what is new, and that alone', async () => {
    const base = await openBase()
    const { texts } = base.encoder as FakeEncoder
    texts.length = 0
    await measureMends(base, [{ ...(mends[0] as Mend), askings: [] }], { together: 1 })
    expect(texts).toEqual(['zumba kayak fjord'])
  })

  it('counts as wrong what another entry answers', async () => {
    const [one] = mends as [Mend]
    // Nobody answers it rightly: the mended entry is not among its targets.
    const stolen: Mend = { ...one, askings: [{ way: 'neighbour', question: one.question, targets: ['velo'] }] }
    const mended = await measureMends(await openBase(), [stolen], { together: 1 })
    const { ways } = await modeResult('alone', mended)
    expect(ways.find(({ way }) => way === 'neighbour')).toMatchObject({
      questions: 1,
      right: { share: 0 },
      wrong: { share: 1 },
      broken: { share: 1 },
    })
  })
})
