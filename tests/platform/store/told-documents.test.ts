import { describe, expect, it } from '@jest/globals'
import type { FedChange } from '../../../src/platform/store/postgres/change-feed.js'
import { prepareChanges } from '../../../src/platform/store/postgres/postgres-documents.js'
import { Replica } from '../../../src/platform/store/postgres/replica.js'

const change = (seq: number, former: number, kept = true): FedChange => ({
  seq,
  transaction: String(seq),
  kind: 'try',
  key: 'a',
  former,
  kept,
  removed: [],
  announced: [],
})

/** A process that indexes documents of a database where one is at a version now. */
function processAt() {
  const now = { version: 0 }
  const replica = new Replica(new Map([['try', 5]]))
  const client = {
    query: async () => ({ rows: now.version > 0 ? [{ n: 1, version: now.version, head: {}, items: null }] : [] }),
  }
  const followers = new Map([['try', { index: () => {}, committed: () => {} }]])
  return {
    now,
    held: () => replica.get('try', 'a'),
    tell: async (...changes: FedChange[]) =>
      (await prepareChanges(changes, { client: client as never, replica, followers }))(),
  }
}

describe('a document that is told', () => {
  it('is not told up to its version when it was read later than the change that is told', async () => {
    const { now, held, tell } = processAt()
    now.version = 12
    await tell(change(10, 0))
    expect(held()).toMatchObject({ version: 12, isTold: false })
    await tell(change(11, 10))
    expect(held()).toMatchObject({ version: 12, isTold: false })
    await tell(change(12, 11))
    expect(held()).toMatchObject({ version: 12, isTold: true })
  })

  it('may have come and gone again since it was told that it is gone', async () => {
    const { held, tell } = processAt()
    await tell(change(10, 0, false))
    expect(held()).toMatchObject({ version: 0, document: null, isTold: false })
  })
})
