import { describe, expect, it } from '@jest/globals'
import type { Again } from '../../../benchmarks/mend/measure-mends.js'
import { mendTable, modeResult } from '../../../benchmarks/mend/mend-report.js'

const again = (mend: string, part: Partial<Again>): Again => ({
  way: 'word for word',
  question: mend,
  targets: ['a'],
  mend,
  entry: mend,
  fate: 'right',
  ...part,
})

const MENDED = {
  again: [
    again('a', {}),
    again('b', {}),
    again('c', { fate: 'wrong' }),
    again('d', { fate: 'offered' }),
    again('a', { way: 'neighbour' }),
    again('b', { way: 'neighbour', fate: 'unsure' }),
  ],
  builds: [
    { wallMs: 100, cpuMs: 80 },
    { wallMs: 900, cpuMs: 120 },
    { wallMs: 200, cpuMs: 200 },
  ],
}

describe('modeResult', () => {
  it('counts what is right, wrong and broken, with intervals, and the seconds of a mend', async () => {
    const { ways, seconds } = await modeResult('alone', MENDED)
    const of = (wanted: string) => ways.find(({ way }) => way === wanted)
    expect(of('word for word')).toMatchObject({ questions: 4, right: { share: 0.5 }, offered: { share: 0.75 } })
    expect(of('word for word')).toMatchObject({ wrong: { share: 0.25 } })
    expect(of('word for word')?.right?.low).toBeLessThan(0.5)
    expect(of('word for word')?.right?.high).toBeGreaterThan(0.5)
    expect(of('word for word')?.broken).toBeNull()
    expect(of('neighbour')).toMatchObject({ questions: 2, right: { share: 0.5 }, broken: { share: 0.5 } })
    expect(of('paraphrase')).toMatchObject({ questions: 0, right: null })
    expect(seconds).toEqual({ build: 0.2, most: 0.9, processor: 0.1 })
  })
})

describe('mendTable', () => {
  it('has a row for each way of asking that was used, and one of what broke', async () => {
    const before = await modeResult('before', { again: MENDED.again, builds: [] })
    const text = mendTable([before, await modeResult('alone', MENDED)])
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    expect(rows.map((row) => row.split(' | ').slice(0, 2).join(' | '))).toEqual([
      '| asked again | questions',
      '| --- | ---',
      '| word for word | 4',
      '| neighbour | 2',
      '| neighbours broken | 2',
    ])
    expect(rows[2]).toMatch(/^\| word for word \| 4 \| \.500 \(\.\d{3}–(\.\d{3}|1\.000)\) \| \.750 \([^|]+ \| \.250 /)
    expect(text).toContain('- alone: an index is built in 0.200 s (median; 0.900 at most), 0.100 s of processor a mend')
    expect(text).not.toContain('- before:')
  })
})
