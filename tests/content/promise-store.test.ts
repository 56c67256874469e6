import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Base } from '../../src/content/base.js'
import type { PromiseMeasure } from '../../src/content/promise.js'
import { openPromiseStore } from '../../src/content/promise-store.js'
import { DEFAULT_CALIBRATION } from '../../src/retrieval/calibration.js'
import { makeTemporaryFolder, removeFolder } from '../storage/temporary-folder.js'

let folder: string
beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => removeFolder(folder))

const base = { version: 'v1', index: { encoderVersion: 'e1' } } as Base
const measure = { asked: 4, least: 0.75 } as PromiseMeasure
const promises = { wrong: 0.02, offered: 0.97 }

describe('the measure of a base on disk', () => {
  it('is read again; cut, emptied, altered or of something else it is none, and is made anew', async () => {
    const open = () => openPromiseStore(folder, DEFAULT_CALIBRATION)
    const file = join(folder, 'shared.json')
    await open().write(null, base, { promises, measure })
    expect(await open().read(null, base, promises)).toEqual(measure)
    expect(await open().read(null, { ...base, version: 'v2' }, promises)).toBeNull()
    expect(await open().read(null, base, { ...promises, offered: 0.95 })).toBeNull()
    const text = await readFile(file, 'utf8')
    for (const spoilt of [text.slice(0, -5), '', '{}', text.replace('0.75', '0.25'), `${text}x`]) {
      await writeFile(file, spoilt)
      expect(await open().read(null, base, promises)).toBeNull()
    }
    await open().write(null, base, { promises, measure })
    expect(await open().read(null, base, promises)).toEqual(measure)
  })
})
