import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { PARTS, type Part, type Row, readSet, SETS, type SetName } from '../../../benchmarks/street/street-sets.js'

/** Conversations of each set, over both halves. */
const SIZES: Record<SetName, number> = {
  plain: 124,
  situation: 80,
  two: 40,
  ambiguous: 30,
  aspects: 60,
  facts: 70,
  offices: 80,
  danger: 60,
  harmless: 50,
  languages: 320,
  talks: 60,
  junk: 30,
}
/** The least entries that the plain questions are about. */
const PLAIN_ENTRIES = 90

const all: { set: SetName; part: Part; row: Row }[] = []
for (const set of SETS)
  for (const part of PARTS) for (const row of await readSet(set, part)) all.push({ set, part, row })

const repeated = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at)
const idsOf = ({ row }: { row: Row }) =>
  row.turns.flatMap(({ target, also, both, among }) => [target ?? [], also, both ?? [], among ?? []].flat())

describe('the sets of the street bench', () => {
  it.each(SETS)('%s has its size, and halves that differ by one at most', (set) => {
    const [dev = 0, unread = 0] = PARTS.map((part) => all.filter((one) => one.set === set && one.part === part).length)
    expect(dev + unread).toBe(SIZES[set])
    expect(Math.abs(dev - unread)).toBeLessThanOrEqual(1)
  })

  it('have no other file, no id twice, and no question twice', () => {
    const files = readdirSync('benchmarks/street').filter((name) => name.endsWith('.jsonl'))
    expect(files).toHaveLength(SETS.length * PARTS.length)
    expect(repeated(all.map(({ row }) => row.id))).toEqual([])
    const said = all.map(({ row }) => row.turns.map(({ say }) => say.trim().toLowerCase()).join('\n'))
    expect(repeated(said)).toEqual([])
  })

  it('are about entries that are installed, the plain questions about many', () => {
    const unknown = all.flatMap(idsOf).filter((id) => !existsSync(`knowledge/${id}.md`))
    expect(unknown).toEqual([])
    const plain = all.filter(({ set }) => set === 'plain').map(({ row }) => row.turns[0]?.target)
    expect(new Set(plain).size).toBeGreaterThanOrEqual(PLAIN_ENTRIES)
  })

  it('say of each message what must come of it', () => {
    const silent = all.flatMap(({ row }) =>
      row.turns
        .filter(({ say, also, ...expected }) => Object.values(expected).every((value) => value === undefined))
        .map(({ say }) => `${row.id}: ${say}`),
    )
    expect(silent).toEqual([])
  })

  it('expect telephones and addresses that the demonstration town has', () => {
    const town = readFileSync('knowledge/communes/villebourg.json', 'utf8').replace(/(\d) (?=\d)/g, '$1')
    const expected = all
      .filter(({ set }) => set === 'facts')
      .flatMap(({ row }) =>
        row.turns.flatMap(({ holds = [] }) => holds.map(({ source }) => source.replaceAll('\\', ''))),
      )
      .flatMap((source) => source.match(/\d{10}|[\w-]+@[\w.]+/g) ?? [])
    expect(expected.length).toBeGreaterThan(10)
    expect(expected.filter((fact) => !town.includes(fact))).toEqual([])
  })
})
