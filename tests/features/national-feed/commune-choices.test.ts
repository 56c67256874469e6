import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { changeChoices, choicesFileOf, readChoices } from '../../../src/features/national-feed/commune-choices.js'
import { fc } from '../../properties.js'
import { temporaryFolder } from './sample-fiche.js'

let root: Awaited<ReturnType<typeof temporaryFolder>>
let file: string
let recovered: string[]

beforeEach(async () => {
  root = await temporaryFolder()
  file = choicesFileOf(root.path, 'villebourg')
  recovered = []
})
afterEach(() => root.remove())

const read = () => readChoices(root.path, 'villebourg', (one) => recovered.push(one))
const note = (place: string) => ({ place, hours: '', papers: '', cost: '', by: 'Anne', at: '2026-11-24T10:00:00.000Z' })
const write = (place: string) =>
  changeChoices(root.path, 'villebourg', (choices) => ({
    ...choices,
    notes: { ...choices.notes, [place]: note(place) },
  }))
const notes = async () => Object.keys((await read()).notes)

describe('what a commune has chosen of the national feed', () => {
  it('has a digest, and its former version beside it', async () => {
    expect(await notes()).toEqual([])
    await write('a')
    await write('b')
    expect(await readFile(file, 'utf8')).toMatch(/,"sha256":"[0-9a-f]{64}"\}$/)
    expect(Object.keys(JSON.parse(await readFile(`${file}.bak`, 'utf8')).notes)).toEqual(['a'])
    expect([await notes(), recovered]).toEqual([['a', 'b'], []])
  })

  it('is read from its former version wherever it is cut or a byte of it has changed, and that is said', async () => {
    await write('a')
    await write('b')
    const whole = await readFile(file)
    const spoilt = fc.oneof(
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.nat(whole.length - 1).map((place) => {
        const other = Buffer.from(whole)
        other[place] = (other[place] ?? 0) ^ 1
        return other
      }),
    )
    await fc.assert(
      fc.asyncProperty(spoilt, async (content) => {
        recovered = []
        await writeFile(file, content)
        expect([await notes(), recovered]).toEqual([['a'], [file]])
      }),
    )
  })

  it('does not let a torn version replace the sound one that it was recovered from', async () => {
    await write('a')
    await write('b')
    await writeFile(file, '{"selection":')
    await write('c')
    expect(await notes()).toEqual(['a', 'c'])
    await rm(file)
    expect(await notes()).toEqual(['a'])
  })

  it('believes what a version that wrote no digest has left', async () => {
    await write('a')
    await writeFile(file, (await readFile(file, 'utf8')).replace(/,"sha256":"[0-9a-f]+"/, ''))
    expect([await notes(), recovered]).toEqual([['a'], []])
  })

  it('is never begun anew: what a human wrote there would be lost', async () => {
    await write('a')
    await writeFile(file, '')
    const refused = { code: 'storage_unavailable', cause: { message: expect.stringContaining(file) } }
    await expect(read()).rejects.toMatchObject(refused)
    await expect(write('b')).rejects.toMatchObject(refused)
    expect(await readFile(file, 'utf8')).toBe('')
  })
})
