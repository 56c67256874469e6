import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Base } from '../../../src/features/entries/catalogue/base.js'
import type { PromiseMeasure } from '../../../src/features/publication/promise.js'
import { MOST_PAST, openPromiseStore } from '../../../src/features/publication/promise-store.js'
import { DEFAULT_CALIBRATION } from '../../../src/search/calibration.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

let folder: string
beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => removeFolder(folder))

const base = { version: 'v1', index: { encoderVersion: 'e1' } } as Base
const measure = { asked: 4, least: 0.75, refit: null } as PromiseMeasure
const promises = { wrong: 0.02, offered: 0.97 }
const checks = { answers: 12, right: 11, said: 0.9, refit: null }
const terms = { promises, checks }

describe('the measure of a base on disk', () => {
  it('is read again; cut, emptied, altered or of something else it is none, and is made anew', async () => {
    const open = () => openPromiseStore(folder, DEFAULT_CALIBRATION)
    const file = join(folder, 'shared.json')
    await open().write(null, base, { ...terms, measure })
    expect(await open().read(null, base, terms)).toEqual(measure)
    expect(await open().read(null, { ...base, version: 'v2' }, terms)).toBeNull()
    expect(await open().read(null, base, { ...terms, promises: { ...promises, offered: 0.95 } })).toBeNull()
    const refit = { stretch: 0.9, shift: -0.4, from: 0.9 }
    expect(await open().read(null, base, { promises, checks: { ...checks, refit } })).toBeNull()
    expect(await open().read(null, base, { promises, checks: { ...checks, answers: 13 } })).toEqual(measure)
    expect(await readFile(file, 'utf8')).not.toContain('answers')
    const text = await readFile(file, 'utf8')
    for (const spoilt of [text.slice(0, -5), '', '{}', text.replace('0.75', '0.25'), `${text}x`]) {
      await writeFile(file, spoilt)
      expect(await open().read(null, base, terms)).toBeNull()
    }
    await open().write(null, base, { ...terms, measure })
    expect(await open().read(null, base, terms)).toEqual(measure)
  })
})

describe('the measures of former publications', () => {
  const measured = { ...terms, measure: { ...measure, answered: 40, error: null, coverage: null } }
  const version = (name: string) => ({ ...base, version: name })

  it('are kept after the next, once for each content, the last ones alone', async () => {
    const store = openPromiseStore(folder, DEFAULT_CALIBRATION)
    await store.remember(null, version('v1'), measured, '2026-11-01T09:00:00Z')
    // Measured again at a start: served since the first time all the same.
    const again = { ...measured, measure: { ...measured.measure, answered: 41 } }
    const kept = await store.remember(null, version('v1'), again, '2026-11-02T09:00:00Z')
    const figures = { promise: 0.02, error: null, coverage: null }
    expect(kept).toEqual([{ ...figures, at: '2026-11-01T09:00:00Z', version: 'v1', answered: 41 }])
    for (let more = 2; more < MOST_PAST + 3; more += 1)
      await store.remember(null, version(`v${more}`), measured, '2026-11-03T09:00:00Z')
    const last = await openPromiseStore(folder, DEFAULT_CALIBRATION).remember(null, version('w'), measured, 'now')
    expect(last).toHaveLength(MOST_PAST)
    expect(last.at(-1)).toMatchObject({ version: 'w', at: 'now' })
    expect(await store.remember('own', version('w'), measured, 'now')).toHaveLength(1)
  })

  it('begin anew when what is kept cannot be read', async () => {
    const store = openPromiseStore(folder, DEFAULT_CALIBRATION)
    await store.remember(null, version('v1'), measured, 'then')
    await writeFile(join(folder, 'shared.trend.json'), '{"past"')
    expect(await store.remember(null, version('v2'), measured, 'now')).toHaveLength(1)
  })
})
