import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DEFAULT_CALIBRATION, loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-calibration-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('loadCalibration', () => {
  it('falls back to words alone, and says why, when there is no file', async () => {
    const result = await loadCalibration(folder)
    expect(result).toMatchObject({ status: 'default', calibration: DEFAULT_CALIBRATION })
    expect(result.status === 'default' && result.reason).toContain('calibration.json')
  })

  it.each([
    ['broken JSON', '{"format": 1,'],
    ['another format', JSON.stringify({ ...DEFAULT_CALIBRATION, format: 1 })],
    [
      'a weight of an unknown feature',
      JSON.stringify({
        format: 2,
        ...DEFAULT_CALIBRATION,
        lexical: { ...DEFAULT_CALIBRATION.lexical, ranking: { bias: 0, weights: { luck: 1 } } },
      }),
    ],
    [
      'a threshold above 1',
      JSON.stringify({
        format: 2,
        ...DEFAULT_CALIBRATION,
        lexical: {
          ...DEFAULT_CALIBRATION.lexical,
          bare: { ...DEFAULT_CALIBRATION.lexical.bare, policy: { answer: 1.2, gap: 0, floor: 0 } },
        },
      }),
    ],
  ])('falls back on %s', async (_, content) => {
    await writeFile(join(folder, 'calibration.json'), content)
    expect((await loadCalibration(folder)).status).toBe('default')
  })

  it('reads the shipped file, which is for the shipped encoder and stricter without it', async () => {
    const result = await loadCalibration('models/guichet-fr')
    const loaded = await loadEncoder('models/guichet-fr')
    expect(result.status).toBe('ready')
    const { encoderVersion, fused, lexical } = result.calibration
    expect(loaded.status === 'ready' && loaded.encoder.version).toBe(encoderVersion)
    for (const kind of ['illustrated', 'bare'] as const) {
      expect(lexical[kind].policy.answer).toBeGreaterThanOrEqual(fused?.[kind].policy.answer ?? 1)
    }
  })
})
