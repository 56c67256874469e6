import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { parseCase, parseLimit, readCase } from '../../../benchmarks/peers/read-case.js'

describe('parseCase', () => {
  it('reads a name, a base and any number of files', () => {
    expect(parseCase('my town=base.jsonl,q.jsonl,more.jsonl')).toEqual({
      name: 'my town',
      base: 'base.jsonl',
      files: ['q.jsonl', 'more.jsonl'],
    })
  })

  it.each(['', 'name', 'name=base', '=base,q.jsonl'])('refuses %j', (argument) => {
    expect(() => parseCase(argument)).toThrow('expected name=base,questions.jsonl')
  })
})

describe('parseLimit', () => {
  it('is null when absent and refuses what is not a positive whole number', () => {
    expect(parseLimit(undefined)).toBeNull()
    expect(parseLimit('12')).toBe(12)
    for (const value of ['0', '-1', '1.5', 'all']) expect(() => parseLimit(value)).toThrow('--limit')
  })
})

describe('readCase', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-case-'))
    const lines = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')
    await writeFile(
      join(folder, 'base.jsonl'),
      lines([
        { id: 'F2799', title: 'Permis' },
        { id: 'x', title: 'Autre' },
      ]),
    )
    const questions = [
      { id: 1, question: 'autre chose', targets: ['x'], style: 'plain' },
      { id: 2, question: 'un abri au jardin', targets: ['abri-jardin'] },
      { id: 3, question: 'sans fiche', targets: ['nowhere'] },
      { id: 4, question: 'hors sujet', targets: [] },
    ]
    await writeFile(join(folder, 'q.jsonl'), lines(questions))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const read = (limit: number | null) =>
    readCase(`case=${join(folder, 'base.jsonl')},${join(folder, 'q.jsonl')}`, { withIntents: false, limit })

  it('keeps styles, reads an installed entry as its fiches, and leaves out what the base does not have', async () => {
    const { questions, leftOut } = await read(null)
    expect(leftOut).toBe(1)
    expect(questions).toEqual([
      { id: '1', question: 'autre chose', targets: ['x'], style: 'plain' },
      { id: '2', question: 'un abri au jardin', targets: ['F2799'], style: null },
      { id: '4', question: 'hors sujet', targets: [], style: null },
    ])
  })

  it('draws the same few questions each time', async () => {
    const first = await read(2)
    expect(first.questions).toHaveLength(2)
    expect(await read(2)).toEqual(first)
  })
})
