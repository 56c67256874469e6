import { beforeEach, describe, expect, it } from '@jest/globals'
import { createFailureInbox } from '../../src/content/failures/failure-inbox.js'
import { sweepDigests } from '../../src/content/failures/sweep-digests.js'
import { loadMessages } from '../../src/content/messages.js'
import type { KeptFailure } from '../../src/domain/failure.js'
import type { User } from '../../src/domain/staff.js'
import { createMemoryStore } from '../../src/storage/memory-store.js'
import { commune } from '../domain/sample-commune.js'
import { knowledgeDir } from './installed.js'

const say = await loadMessages(knowledgeDir)
const town = commune()
/** Monday 30 November 2026 in Paris. */
const BEFORE_EIGHT = '2026-11-30T06:59:00.000Z'
const EIGHT = '2026-11-30T07:00:00.000Z'
const MONDAY_AFTER = '2026-12-07T07:00:00.000Z'

let at = EIGHT
let store: ReturnType<typeof createMemoryStore>
const now = () => new Date(at)
const inbox = () =>
  createFailureInbox({
    store,
    entriesNow: () => new Map(),
    encoder: () => null,
    now,
    onFault: (error) => {
      throw error
    },
  })
const sweep = (publicUrl: string | null = 'https://ville.example/') =>
  sweepDigests({ store, failures: inbox(), communes: new Map([[town.id, town]]), say, now, publicUrl })
const mails = () => store.listUnsentMails(town.id)

async function reader(id: string, patch: Partial<User>): Promise<void> {
  const base = { passwordHash: 'none', demonstration: false, createdAt: EIGHT, displayName: id }
  await store.saveUser({ ...base, id, communeId: town.id, email: `${id}@bourg.example`, roles: ['curator'], ...patch })
}

function failure(id: string, question: string): KeptFailure {
  const shown = { shownEntryId: null, rightEntryId: null }
  const base = { communeId: town.id, kinds: ['unanswered' as const], at: '2026-11-27', language: 'fr' as const }
  return { ...base, ...shown, id, asker: id, question }
}

beforeEach(async () => {
  store = createMemoryStore()
  at = EIGHT
  await reader('fred', { digestLanguage: 'fr' })
  await reader('emma', { digestLanguage: 'en', roles: ['admin'] })
  await reader('nobody', {})
  await reader('agent', { roles: ['agent'], digestLanguage: 'fr' })
  await store.keepFailures([
    failure('a', 'louer un poney'),
    failure('b', 'louer un poney'),
    failure('c', 'acheter une soucoupe volante'),
  ])
})

describe('the weekly digest', () => {
  it('is written on Monday at eight, once, to those who asked for it, each in her language', async () => {
    at = BEFORE_EIGHT
    expect(await sweep()).toBe(0)
    at = EIGHT
    expect(await sweep()).toBe(2)
    // A restart is another inbox over the same store.
    expect(await sweep()).toBe(0)
    const written = await mails()
    expect(written.map(({ to }) => to).sort()).toEqual(['emma@bourg.example', 'fred@bourg.example'])
    const [english, french] = written.sort((a, b) => (a.to < b.to ? -1 : 1)).map(({ text }) => text)
    expect(french).toMatch(/1\. «\slouer un poney\s» \(2 personnes\)\nhttps:\/\/ville\.example\/admin#\/failures\/\S/)
    expect(french).toMatch(/2\. «\sacheter une soucoupe volante\s» \(une personne\)/)
    expect(english).toContain('1. “louer un poney” (2 people)')
    at = MONDAY_AFTER
    expect(await sweep()).toBe(2)
  })

  it('is not written without a mail server, on other days, or when nothing waits', async () => {
    expect(await sweep(null)).toBe(0)
    at = '2026-12-01T09:00:00.000Z'
    expect(await sweep()).toBe(0)
    at = EIGHT
    const decided = { state: 'resolved' as const, at, by: 'Ada', reason: '', remedy: null, actionId: 'press' }
    await store.decideFailures({ ...decided, communeId: town.id, failureIds: ['a', 'b', 'c'] })
    expect(await sweep()).toBe(0)
    expect(await mails()).toEqual([])
  })
})
