import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import wabt from 'wabt'
import { quantise } from '../../src/search/quantised-vector.js'
import { VectorTable } from '../../src/search/vector-table.js'
import { fc } from '../properties.js'

const FOLDER = new URL('../../src/search/', import.meta.url)

const vectors = fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
  const vector = fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: dimensions, maxLength: dimensions })
    .map((values) => Float32Array.from(values))
  return fc.record({
    dimensions: fc.constant(dimensions),
    query: vector,
    rows: fc.array(vector, { minLength: 1, maxLength: 20 }),
  })
})

describe('VectorTable', () => {
  it('gives the dot product of the query with each rounded row', () => {
    fc.assert(
      fc.property(vectors, ({ dimensions, query, rows }) => {
        const rounded = rows.map(quantise)
        const table = new VectorTable(rows.length, dimensions)
        rounded.forEach((row, i) => {
          table.set(i, row)
        })
        const products = table.scan(query)
        rounded.forEach(({ values, scale }, i) => {
          const expected = values.reduce((sum, value, j) => sum + value * scale * (query[j] as number), 0)
          // The query itself is rounded, to a part in 65,534 of its largest value.
          expect(Math.abs((products[i] as number) - expected)).toBeLessThan(1e-4 * dimensions)
          expect(table.get(i)).toEqual({ values, scale: Math.fround(scale) })
        })
      }),
    )
  })

  it('gives the largest product of each group of rows, -1 at least', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(
        groups,
        fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 108, maxLength: 108 }),
        (sizes, values) => {
          const starts = Uint32Array.from([0, ...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b))])
          const rows = (starts.at(-1) as number) + 1
          const table = new VectorTable(rows, 1, starts)
          for (let row = 0; row < rows; row += 1) table.set(row, quantise(Float32Array.of(values[row] as number)))
          const products = [...table.scan(Float32Array.of(1))]
          const expected = sizes.map((size, i) =>
            Math.max(-1, ...products.slice(starts[i], (starts[i] as number) + size)),
          )
          expect([...table.largest()].map((value) => value + 0)).toEqual(expected.map((value) => value + 0))
        },
      ),
    )
  })

  it('does not overflow on the longest and largest vectors', () => {
    const ones = new Float32Array(512).fill(1)
    const table = new VectorTable(1, 512)
    table.set(0, quantise(ones))
    expect(table.scan(ones)[0]).toBeCloseTo(512, 3)
    expect(table.scan(ones.map((value) => -value))[0]).toBeCloseTo(-512, 3)
  })

  it('copies rows of another table', () => {
    const [one, two] = [quantise(Float32Array.of(1, 2, 3)), quantise(Float32Array.of(-1, 0, 1))]
    const from = new VectorTable(3, 3)
    from.set(1, one)
    from.set(2, two)
    const to = new VectorTable(4, 3)
    to.copy(from, { first: 1, count: 2, to: 2 })
    expect([to.get(1).scale, to.get(2), to.get(3)]).toEqual([0, one, two])
  })

  it('gives 0 for a null query, and nothing for an empty table', () => {
    const table = new VectorTable(1, 3)
    table.set(0, quantise(Float32Array.of(1, 2, 3)))
    expect([...table.scan(new Float32Array(3))]).toEqual([0])
    expect([...new VectorTable(0, 3).scan(new Float32Array(3))]).toEqual([])
  })

  it('refuses vectors of another length, and longer ones than it can sum', () => {
    expect(() => new VectorTable(1, 3).set(0, quantise(Float32Array.of(1)))).toThrow(RangeError)
    expect(() => new VectorTable(1, 513)).toThrow(RangeError)
  })

  it('runs what its source says: the committed binary is the assembled text', async () => {
    const { parseWat } = await wabt()
    const source = parseWat('dense-scan.wat', readFileSync(new URL('dense-scan.wat', FOLDER), 'utf8'), { simd: true })
    const assembled = Buffer.from(source.toBinary({}).buffer)
    expect(readFileSync(new URL('dense-scan.wasm', FOLDER))).toEqual(assembled)
  })
})
