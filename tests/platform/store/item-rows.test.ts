import { describe, expect, it } from '@jest/globals'
import {
  advance,
  assemble,
  changesOfItems,
  headOf,
  type ItemRow,
  Places,
} from '../../../src/platform/store/postgres/item-rows.js'
import { fc } from '../../properties.js'

interface Talk {
  name: string
  messages: { text: string }[]
  notes?: { text: string }[]
}

/** A database of one document, as its rows. */
class Rows {
  version = 0
  head: object = {}
  rows: ItemRow[] = []

  write(former: Talk | null, next: Talk, places: Places) {
    this.version += 1
    const { added, removed } = changesOfItems(former, next, places)
    const isGone = (row: ItemRow) => removed.some((one) => one.version === row.version && one.ordinal === row.ordinal)
    const fresh = added.map((item, ordinal) => ({ ...item, version: this.version, ordinal }))
    this.rows = [...this.rows.filter((row) => !isGone(row)), ...fresh]
    this.head = headOf(next)
    for (const { field, body, ...place } of fresh) places.set(field, body, place)
    return { added: structuredClone(fresh), removed }
  }
}

/** What verbs do to lists: append, prepend, drop, change one, move one to the end, change all, empty. */
const edit = fc.tuple(
  fc.integer({ min: 0, max: 7 }),
  fc.nat(),
  fc.constantFrom<'messages' | 'notes'>('messages', 'notes'),
)

function edited(talk: Talk, [what, n, field]: [number, number, 'messages' | 'notes']): Talk {
  const list = talk[field] ?? []
  const at = list.length > 0 ? n % list.length : 0
  const fresh = { text: `item ${n}` }
  const next = [
    [...list, fresh],
    [fresh, ...list],
    list.filter((_, index) => index !== at),
    list.map((one, index) => (index === at ? fresh : one)),
    [...list.slice(0, at), fresh, ...list.slice(at)],
    [...list.slice(0, at), ...list.slice(at + 1), ...list.slice(at, at + 1)],
    list.map(({ text }) => ({ text: `${text}!` })),
    [],
  ][what]
  return { ...talk, name: `name ${n}`, [field]: next ?? [] }
}

describe('documents in rows', () => {
  it('are the same when they are read, whole or by what was changed, after any sequence of writes', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const rows = new Rows()
        const places = new Places()
        let talk: Talk = { name: 'begun', messages: [{ text: 'first' }] }
        rows.write(null, talk, places)
        const others = new Places()
        let followed = assemble(rows.head, structuredClone(rows.rows), others)
        for (const one of edits) {
          const next = edited(talk, one)
          const { added, removed } = rows.write(talk, next, places)
          talk = next
          followed = advance(followed, { head: rows.head, added, removed }, others)
          expect(followed).toEqual(talk)
          expect(assemble(rows.head, rows.rows, new Places())).toEqual(talk)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('cost what they change: an item more is one row', () => {
    const places = new Places()
    const rows = new Rows()
    const talk: Talk = { name: 'long', messages: Array.from({ length: 500 }, (_, n) => ({ text: `${n}` })) }
    rows.write(null, talk, places)
    const more = { ...talk, messages: [...talk.messages, { text: 'more' }] }
    const { added, removed } = rows.write(talk, more, places)
    expect([added.length, removed.length]).toEqual([1, 0])
    const [first, ...rest] = more.messages
    const changed = { ...more, messages: [{ text: `${first?.text}!` }, ...rest] }
    expect(rows.write(more, changed, places)).toMatchObject({ added: [{ position: 0 }], removed: [{ position: 0 }] })
  })
})
