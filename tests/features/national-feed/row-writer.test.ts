import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { digestOfFiche, type FicheRow, readRow } from '../../../src/features/national-feed/fiche-row.js'
import { readFiche } from '../../../src/features/national-feed/read-fiche.js'
import { openRowWriter } from '../../../src/features/national-feed/row-writer.js'
import { fc } from '../../properties.js'
import { ficheXml, temporaryFolder } from './sample-fiche.js'

let root: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  root = await temporaryFolder()
})
afterAll(() => root.remove())

function row(id: string): FicheRow {
  const fiche = readFiche(Buffer.from(ficheXml({ id })))
  return { fiche, file: id, digest: digestOfFiche(fiche), history: [], gone: null }
}

/** Adds rows to the file of an import, whatever a former try has left there. @returns the ids that were taken over */
async function add(path: string, ...ids: string[]): Promise<string[]> {
  const writer = await openRowWriter(path, '1')
  const taken = [...writer.written.keys()]
  for (const id of ids) await writer.add(row(id))
  await writer.finish()
  const rows = await open(path, 'r')
  for (const [id, entry] of writer.written) expect((await readRow(rows, entry)).fiche.id).toBe(id)
  await rows.close()
  await writer.close()
  return taken
}

/** The ids of the rows of a file that ends with a whole one. */
async function idsIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  const [, ...rows] = text.trimEnd().split('\n')
  return rows.map((line) => (JSON.parse(line) as FicheRow).fiche.id)
}

it('the rows of a try that was cut anywhere are taken over as far as they are whole, and nothing else is left in the file', async () => {
  const path = join(root.path, 'import.part.jsonl')
  await add(path, 'F1', 'F2', 'F3')
  const whole = await readFile(path)
  const ends = [...whole].flatMap((byte, at) => (byte === 0x0a ? [at + 1] : []))
  // Each line break is where a cut is easily taken for none.
  const cuts = fc.oneof(fc.nat(whole.length), fc.constantFrom(...ends), fc.constantFrom(...ends.map((end) => end - 1)))
  await fc.assert(
    fc.asyncProperty(cuts, async (length) => {
      await writeFile(path, whole.subarray(0, length))
      const lines = Math.max(0, ends.filter((end) => end <= length).length - 1)
      const left = ['F1', 'F2', 'F3'].slice(0, lines)
      expect(await add(path)).toEqual(left)
      expect(await idsIn(path)).toEqual(left)
      expect(await add(path, 'F9')).toEqual(left)
      expect(await idsIn(path)).toEqual([...left, 'F9'])
    }),
  )
})
