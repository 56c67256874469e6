import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Base } from '../../../src/features/entries/catalogue/base.js'
import type { PromiseMeasure } from '../../../src/features/publication/promise.js'
import { openPromiseStore } from '../../../src/features/publication/promise-store.js'
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
