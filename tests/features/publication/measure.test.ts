import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { decideFirst } from '../../../src/assistant/decide-first.js'
import { buildBase } from '../../../src/features/entries/catalogue/base.js'
import { askChange } from '../../../src/features/publication/ask.js'
import { createMeasure } from '../../../src/features/publication/measure.js'
import { SILENT_LOGGER } from '../../../src/log.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../entries/fake-encoder.js'
import { entry } from '../entries/sample-entry.js'

const encoder = new FakeEncoder()
const entries = [
  { ...entry('piscine', 'Nager'), questions: ['nager', 'horaires piscine', 'bassin ouvert'] },
  { ...entry('velo', 'Pédaler'), questions: ['garer un vélo', 'vélo volé', 'piste cyclable'] },
]
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-measure-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A server that starts: nothing in memory, the folder as it was. */
function start(calibration = FAKE_CALIBRATION) {
  const asked: string[] = []
  const measure = createMeasure({
    folder,
    encoder: () => encoder,
    calibration,
    decide(found) {
      asked.push('asked')
      return decideFirst(found)
    },
    now: () => new Date('2026-11-24T09:00:00Z'),
    logger: SILENT_LOGGER,
  })
  return { measure, asked }
}
const build = (all = entries) => buildBase(all, encoder, FAKE_CALIBRATION)
const fileIn = async () => join(folder, (await readdir(folder))[0] ?? '')

describe('the answers of what is served', () => {
  it('is made once, and read again after a restart', async () => {
    const first = start()
    const base = await build()
    expect(await first.measure.isKnown(base)).toBe(false)
    const made = await first.measure.all(base, {})
    await first.measure.all(base, {})
    expect(first.asked).toHaveLength(6)
    const next = start()
    const sameBase = await build()
    expect(await next.measure.isKnown(sameBase)).toBe(true)
    expect((await stat(await fileIn())).mode & 0o077).toBe(0)
    const read = await next.measure.all(sameBase, { onProgress: () => expect('asked').toBe('read') })
    expect(next.asked).toEqual([])
    expect([read.at, [...read.replies]]).toEqual([made.at, [...made.replies]])
  })

  it('serves a change of the content as well as one that was just made', async () => {
    const base = await build()
    const made = await start().measure.all(base, {})
    const read = await start().measure.all(base, {})
    const changed = await build(entries.map((one) => ({ ...one, questions: [...one.questions, `${one.id} svp`] })))
    const options = { encoder, calibration: FAKE_CALIBRATION, decide: decideFirst }
    const [a, b] = [await askChange(made, changed, options), await askChange(read, changed, options)]
    expect([...b.replies]).toEqual([...a.replies])
  })

  it('is made again where the file is torn, is another’s, or lacks a question', async () => {
    const base = await build()
    await start().measure.all(base, {})
    const whole = await readFile(await fileIn())
    await writeFile(await fileIn(), whole.subarray(0, whole.length - 20))
    const torn = start()
    await torn.measure.all(base, {})
    expect(torn.asked).toHaveLength(6)
    expect(await readFile(await fileIn())).toEqual(whole)
    await writeFile(await fileIn(), '{"key":"other"}')
    const foreign = start()
    await foreign.measure.all(base, {})
    expect(foreign.asked).toHaveLength(6)
  })

  it('is not that of as many other questions under its name', async () => {
    const base = await build()
    await start().measure.all(base, {})
    const own = await fileIn()
    await start().measure.all(await build(entries.map((one) => ({ ...one, title: `${one.title} !` }))), {})
    const others = (await readdir(folder)).map((name) => join(folder, name)).filter((path) => path !== own)
    await writeFile(own, await readFile(others[0] ?? ''))
    const next = start()
    await next.measure.all(base, {})
    expect(next.asked).toHaveLength(6)
  })

  it('is not that of another content, nor of another calibration', async () => {
    await start().measure.all(await build(), {})
    const other = await build(entries.slice(0, 1))
    expect(await start().measure.isKnown(other)).toBe(false)
    const fittedAnew = { ...FAKE_CALIBRATION, lexical: { ...FAKE_CALIBRATION.lexical } }
    Object.assign(fittedAnew.lexical, { fittedOn: 'other questions' })
    expect(await start(fittedAnew).measure.isKnown(await build())).toBe(false)
  })
})
