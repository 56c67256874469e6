import { describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { Places } from '../../../src/platform/store/postgres/item-rows.js'
import { QuickWrites } from '../../../src/platform/store/postgres/quick-writes.js'
import { noDocument } from '../../../src/platform/store/postgres/replica.js'

/** Writes to a database that answers so, and which connections were given back, and how. */
function writesTo(answer: (keys: string[]) => Promise<{ rows: object[] }>) {
  const givenBack: boolean[] = []
  const client = {
    query: ({ values }: { values: unknown[] }) => answer(values[3] as string[]),
    release: (isLost = false) => void givenBack.push(isLost),
  }
  const quickly = new QuickWrites({
    pool: { connect: async () => client } as never,
    feed: { watch: () => ({ told: new Set(), since: '7', end: () => {} }), tellOwn: () => {} },
    replica: { expect: () => {} },
    processId: 'one',
  })
  return { quickly, givenBack }
}

const write = (key: string) => ({
  kind: 'try',
  key,
  before: noDocument(),
  writing: { document: { name: key }, changes: [] },
})

const refused = (code: string) => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code })

describe('a quick write', () => {
  it.each([
    ['what the system says of a lost connection', Object.assign(new Error('write'), { code: 'ENETDOWN' })],
    ['what nobody has a code for', new Error('it broke')],
    ['what a pooler says when it has lost the server', refused('08P01')],
    ['a server that is told to stop', refused('57P01')],
  ])('is in doubt after %s, and its connection is not used again', async (_, error) => {
    const { quickly, givenBack } = writesTo(() => Promise.reject(error))
    expect(await quickly.write(write('a'))).toMatchObject({
      outcome: 'unknown',
      mark: { kind: 'try', key: 'a', since: '7' },
    })
    expect(givenBack).toEqual([true])
  })

  it('is left when the database refused it', async () => {
    const { quickly, givenBack } = writesTo(() => Promise.reject(refused('53100')))
    expect(await quickly.write(write('a'))).toEqual({ outcome: 'left' })
    expect(givenBack).toEqual([false])
  })

  it('of a document that cannot be kept harms nobody who comes with it', async () => {
    const { quickly, givenBack } = writesTo(async (keys) => ({
      rows: keys.map((_, index) => ({ written: index + 1, seq: index + 1, transaction: '9' })),
    }))
    const before = { version: 3, document: { rows: [{ id: 1 }] }, places: new Places() }
    const [broken, whole] = await Promise.allSettled([
      quickly.write({ ...write('a'), before }),
      quickly.write(write('b')),
    ])
    expect(broken).toMatchObject({ status: 'rejected' })
    expect(whole).toEqual({ status: 'fulfilled', value: { outcome: 'written' } })
    expect(givenBack).toEqual([false])
  })
})
