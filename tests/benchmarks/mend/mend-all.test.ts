import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { MendedBase } from '../../../benchmarks/mend/measure-mends.js'
import { mendAll } from '../../../benchmarks/mend/mend-all.js'
import type { WayResult } from '../../../benchmarks/mend/mend-report.js'
import type { LabelledQuestion } from '../../../src/commands/read-base.js'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'
import { buildSearchIndex } from '../../../src/search/search-index.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../../features/entries/fake-encoder.js'

const document = (id: string, title: string, questions: string[]): SearchDocument => ({
  id,
  title,
  text: '',
  questions,
})
const documents = [
  document('piscine', 'Nager à la piscine', ['piscine ouverte dimanche', 'tarif piscine enfant', 'bassin chauffé']),
  document('velo', 'Garer un vélo', ['garer vélo gare', 'arceau vélo', 'vélo volé place']),
  document('marche', 'Le marché du samedi', ['marché samedi matin', 'étals de fruits', 'place au marché']),
]
const question = (text: string, target: string): LabelledQuestion => ({ id: text, question: text, targets: [target] })
const UNKNOWN = [question('zumba kayak fjord', 'piscine'), question('wagon box hypnose', 'velo')]
const KNOWN = [question('piscine ouverte dimanche', 'piscine'), question('étals de fruits', 'marche')]

async function mend(questions: readonly LabelledQuestion[], base: Partial<MendedBase> = {}) {
  const [encoder, calibration] = [new FakeEncoder(), FAKE_CALIBRATION]
  const index = await buildSearchIndex(documents, encoder, calibration)
  const plan = { encoder, count: 200, random: seededRandom(1), paraphrases: null }
  return mendAll({ documents, index, encoder, calibration, ...base }, questions, plan)
}

// It tells how far it is.
beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  jest.restoreAllMocks()
})

describe('mendAll', () => {
  it('finds that a question is answered once it is an example, however politely it is asked, and that nothing else breaks', async () => {
    const { asked, failed, mends, modes } = await mend([...UNKNOWN, ...KNOWN])
    expect({ asked, failed, mends }).toEqual({ asked: 4, failed: 2, mends: 2 })
    const rightOf = (ways: readonly WayResult[], wanted: string) => ways.find(({ way }) => way === wanted)?.right?.share
    const shares = (way: string) => modes.map(({ name, ways }) => [name, rightOf(ways, way)])
    const mended = [
      ['before the mend', 0],
      ['one at a time', 1],
      ['30 at a time', 1],
    ]
    expect(shares('word for word')).toEqual(mended)
    expect(shares('courtesies around')).toEqual(mended)
    expect(shares('neighbour')).toEqual(mended.map(([name]) => [name, 1]))
  })

  it('mends one at a time, then together: each from the base as it was', async () => {
    const { modes, again } = await mend([...UNKNOWN, ...KNOWN])
    expect(modes.map(({ seconds }) => seconds === null)).toEqual([true, false, false])
    // Each mode asks the same.
    const askedIn = Object.values(again).map((all) =>
      all.map(({ mend, way, question }) => `${mend} ${way} ${question}`),
    )
    expect(new Set(askedIn.map((lines) => lines.join('\n'))).size).toBe(1)
  })

  it('says that there is nothing to mend, or to ask', async () => {
    await expect(mend(KNOWN)).rejects.toThrow('nothing to mend')
    await expect(mend([{ ...question('zumba', 'piscine'), targets: [] }])).rejects.toThrow('no entry of the base')
  })

  it('measures no words alone', async () => {
    // Built with an encoder for which the calibration was not fitted.
    const calibration = { ...FAKE_CALIBRATION, encoderVersion: 'another' }
    await expect(mend([...UNKNOWN, ...KNOWN], { calibration })).rejects.toThrow('the calibration is for another')
  })
})
