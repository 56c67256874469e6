import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { Change } from '../../../../src/platform/model/change.js'
import { createMemoryStore } from '../../../../src/store/memory-store.js'
import { openPostgresStore } from '../../../../src/store/postgres/postgres-store.js'
import type { Store } from '../../../../src/store/store.js'
import { content, publication, save, scope } from '../../../contract/sample-entry-content.js'
import { at, claim, conversation, handoff, message, turn, user } from '../../../contract/sample-inputs.js'
import { webhook } from '../../../features/webhooks/samples.js'
import { startCommitCutter } from '../../../postgres/commit-cutter.js'
import { createDatabase, type TestDatabase } from '../../../postgres/test-database.js'
import { fc } from '../../../properties.js'
import { command, contentOf, run } from '../store-commands.js'

let database: TestDatabase
let one: Store
let other: Store
const opened: Store[] = []

async function open(): Promise<Store> {
  const store = await openPostgresStore({ url: database.url, connections: 5 })
  opened.push(store)
  return store
}

beforeAll(async () => {
  database = await createDatabase()
})
beforeEach(async () => {
  ;[one, other] = await Promise.all([open(), open()])
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await database.run('truncate document, change, presence_beat cascade')
})
afterAll(() => database?.drop())

const notice = message('system', 'un agent arrive')

function listenTo(store: Store): Change[] {
  const heard: Change[] = []
  store.subscribe((change) => heard.push(change))
  return heard
}

/** Waits until something is so; the test's own limit ends what never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function untilAsync(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Cuts connections of the stores as an administrator, or a failing network, does. */
const cut = (which: string) =>
  database.run(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and (${which})`)

describe('two processes on one database', () => {
  it('keep events for a webhook that either registered, queue each once, and begin each try once', async () => {
    await one.addWebhook(webhook())
    const ids = ['c1', 'c2', 'c3', 'c4']
    for (const [index, id] of ids.entries()) {
      const store = index % 2 === 0 ? other : one
      await store.createConversation(conversation(id), [])
      await store.requestHandoff(handoff(id), notice)
    }
    await Promise.all([one, other, one, other].map((store) => store.queueEvents(at(5))))
    const due = await one.listDueDeliveries(at(5))
    expect(due).toHaveLength(ids.length)
    expect(await other.listDueDeliveries(at(5))).toHaveLength(ids.length)
    const begun = await Promise.all(
      due.flatMap(({ deliveryId }) => [one, other].map((store) => store.startDelivery('bourg', deliveryId, at(5)))),
    )
    expect(begun.filter((each) => each !== undefined)).toHaveLength(ids.length)
    expect(await other.listDueDeliveries(at(5))).toEqual([])
  })

  it('both announce what each writes, once, in order, and read it as soon as it was acknowledged', async () => {
    const [heardByOne, heardByOther] = [listenTo(one), listenTo(other)]
    await one.createConversation(conversation('c1'), [notice])
    expect(await other.getConversation('c1')).toMatchObject({ id: 'c1' })
    await other.appendTurn(turn('c1', 'first'))
    expect(await one.listMessages('c1', 0)).toHaveLength(4)
    const asked = await one.requestHandoff(handoff('c1'), notice)
    const handoffId = 'handoff' in asked ? asked.handoff.id : ''
    expect(await other.listQueue({ communeId: 'bourg', endedSince: at(0) })).toMatchObject([
      { handoff: { id: handoffId } },
    ])
    await other.applyToHandoff(handoffId, claim('anne'), notice)
    expect(await one.getHandoff(handoffId)).toMatchObject({ status: 'assigned', agentId: 'anne' })
    await other.eraseConversation('c1')
    expect(await one.getTranscript('c1')).toBeUndefined()
    await until(() => heardByOne.length >= 9 && heardByOther.length >= 9)
    expect(heardByOther).toEqual(heardByOne)
    expect(heardByOne.map((change) => ('seq' in change ? change.seq : change.type))).toEqual([
      ...[1, 2, 3, 4, 5],
      'handoff',
      6,
      'handoff',
      'erased',
    ])
  })

  it('never drop a file that the other was just given again, nor make room of it', async () => {
    const day = (number: number) => new Date(Date.parse(at(0)) + number * 24 * 3_600_000).toISOString()
    const id = (number: number) => `f${String(number).padStart(64, '0')}`
    const give = (store: Store, number: number, on: number) =>
      store.keepFile({
        ...{ communeId: 'bourg', id: id(number), type: 'image/png', bytes: Buffer.alloc(40), givenAt: day(on) },
        most: 80,
      })
    await give(one, 1, 0)
    // Both know when it was given.
    expect([await one.dropLapsed(day(0.5)), await other.dropLapsed(day(0.5))]).toBeDefined()
    await give(other, 1, 2)
    await one.dropLapsed(day(2.5))
    expect(await one.listFiles('bourg')).toEqual([id(1)])
    const publish = async (number: number) => {
      const attachments = [{ id: id(number), type: 'image/png' as const, bytes: 40, label: 'Le plan', date: '' }]
      const draft = await one.saveDraft(scope(), save({ content: content({ attachments }), basedOn: number - 1 }))
      const version = draft.outcome === 'saved' ? draft.draft.version : 0
      const source = { type: 'draft' as const, version }
      await one.recordPublication(publication([{ entryId: 'acte', source }], { id: `publication-${number}` }))
    }
    await publish(1)
    expect(await give(one, 2, 2)).toBe('kept')
    await publish(2)
    expect(await give(one, 3, 2.5)).toBe('no_room')
    await give(other, 1, 4)
    expect(await give(one, 3, 4.5)).toBe('no_room')
    expect((await other.listFiles('bourg')).sort()).toEqual([id(1), id(2)])
    expect(await give(one, 3, 5.5)).toBe('kept')
    expect((await other.listFiles('bourg')).sort()).toEqual([id(2), id(3)])
  })

  it('tell who only listens, without being asked', async () => {
    const heard = listenTo(other)
    await one.createConversation(conversation('c1'), [notice])
    await until(() => heard.length === 1)
  })

  it('tell what took its number first and was committed last', async () => {
    const heard = listenTo(other)
    await one.createConversation(conversation('c1'), [])
    const slow = new pg.Client({ connectionString: database.url })
    await slow.connect()
    const change: Change = { type: 'alert', communeId: 'bourg' }
    await slow.query('begin')
    await slow.query(
      `insert into change (kind, key, former, kept, removed, announced) values ('alerts', '', 0, true, '[]', $1)`,
      [JSON.stringify([change])],
    )
    await one.appendMessage('c1', message('agent', 'entre-temps'))
    await other.getConversation('c1')
    await slow.query('commit')
    await slow.end()
    await other.getConversation('c1')
    expect(heard.map(({ type }) => type)).toEqual(['message', 'alert'])
    await one.appendMessage('c1', message('agent', 'ensuite'))
    await until(() => heard.length >= 3)
    expect(heard.map(({ type }) => type)).toEqual(['message', 'alert', 'message'])
  })

  it('never give one handoff to two agents', async () => {
    const ids: string[] = []
    for (let n = 0; n < 15; n += 1) {
      await one.createConversation(conversation(`c${n}`), [])
      const asked = await one.requestHandoff(handoff(`c${n}`), notice)
      if ('handoff' in asked) ids.push(asked.handoff.id)
    }
    const claims = await Promise.all(
      ids.flatMap((id) => [
        one.applyToHandoff(id, claim('anne'), notice),
        other.applyToHandoff(id, claim('basile'), notice),
      ]),
    )
    expect(claims.filter(({ outcome }) => outcome === 'applied')).toHaveLength(15)
    for (const id of ids) {
      const [mine, theirs] = [await one.getHandoff(id), await other.getHandoff(id)]
      expect(mine).toEqual(theirs)
      expect(await other.listMessages(mine?.conversationId ?? '', 0)).toHaveLength(2)
    }
  })

  it('give the last place of a half-day, a reference and an address once', async () => {
    for (let n = 0; n < 8; n += 1) await one.createConversation(conversation(`c${n}`), [])
    const slot = { day: '2025-03-04', half: 'morning' as const, startsAt: at(0), endsAt: at(120) }
    const wish = (n: number, reference: string) =>
      (n % 2 ? one : other).requestHandoff(
        handoff(`c${n}`, { kind: 'callback', deadlineAt: null, slot, reference }),
        notice,
        {
          places: 3,
        },
      )
    const slots = await Promise.all([0, 1, 2, 3, 4].map((n) => wish(n, `R-${n}`)))
    expect(slots.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array(3).fill('requested'),
      'slot_taken',
      'slot_taken',
    ])
    const references = await Promise.all(
      [5, 6, 7].map((n) => (n % 2 ? one : other).requestHandoff(handoff(`c${n}`, { reference: 'R-9' }), notice)),
    )
    expect(references.map(({ outcome }) => outcome).sort()).toEqual(['reference_taken', 'reference_taken', 'requested'])
    const accounts = await Promise.allSettled([
      one.saveUser(user('anne', { email: 'accueil@bourg.example' })),
      other.saveUser(user('basile', { email: 'Accueil@bourg.example' })),
    ])
    expect(accounts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await one.listUsers()).toHaveLength(1)
  })

  it('publish the same request once, all of it or nothing', async () => {
    for (const id of ['acte', 'carte']) await one.saveDraft(scope(id), save({ content: content({ title: id }) }))
    const both = publication(['acte', 'carte'].map((entryId) => ({ entryId, source: { type: 'draft', version: 1 } })))
    const heard = listenTo(other)
    const results = await Promise.all([one.recordPublication(both), other.recordPublication(both)])
    expect(results[0]).toEqual(results[1])
    expect((await other.readPublished('bourg')).published.map(({ revision }) => revision)).toEqual([1, 1])
    await until(() => heard.some(({ type }) => type === 'publication'))
    expect(heard.filter(({ type }) => type === 'publication')).toHaveLength(1)
  })

  it('both hear the console of an agent', async () => {
    await one.savePresence({ userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) })
    expect(await other.beatPresence('anne', { seenAt: at(2) })).toBe('kept')
    expect(await one.beatPresence('anne', { dueAt: at(4) })).toBe('kept')
    for (const store of [one, other])
      expect(await store.listPresences('bourg')).toMatchObject([{ seenAt: at(2), dueAt: at(4) }])
    expect(await one.beatPresence('nobody', { seenAt: at(2) })).toBe('unknown')
  })

  it('have the outcomes and the content that one process would have, whoever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (sequence) => {
        await Promise.all(['one', 'two'].map((id) => one.eraseConversation(id)))
        const groups = sequence.map((each) => [each])
        expect(await run([one, other], groups)).toEqual(await run(createMemoryStore(), groups))
        expect(await contentOf(other)).toEqual(await contentOf(one))
        const late = await open()
        expect(await contentOf(late)).toEqual(await contentOf(one))
        await late.close()
      }),
      { numRuns: 15 },
    )
  })

  it('number what both append at once without a hole', async () => {
    await one.createConversation(conversation('c1'), [])
    const sends = Array.from({ length: 60 }, (_, n) =>
      (n % 2 ? one : other).appendMessage('c1', message('citizen', `${n}`, { clientId: `k${n % 50}` })),
    )
    const outcomes = (await Promise.all(sends)).map(({ outcome }) => outcome)
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(10)
    const seqs = (await other.listMessages('c1', 0)).map(({ seq }) => seq)
    expect(seqs).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
    expect(await one.listMessages('c1', 0)).toEqual(await other.listMessages('c1', 0))
  })
})

describe('a database that fails', () => {
  it('loses no change when the connection that listens is cut', async () => {
    const heard = listenTo(other)
    await one.createConversation(conversation('c1'), [])
    for (let n = 0; n < 5; n += 1) {
      await one.appendMessage('c1', message('agent', `avant ${n}`))
      await cut(`query ilike '%from change%' or query ilike 'listen%'`)
      await one.appendMessage('c1', message('agent', `après ${n}`))
    }
    await until(() => heard.length >= 10)
    expect(heard.map((change) => 'seq' in change && change.seq)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1))
  })

  it('loses nothing that was acknowledged, and doubles nothing, when connections are cut while many write', async () => {
    const heard = listenTo(other)
    for (const id of ['c0', 'c1', 'c2', 'c3']) await one.createConversation(conversation(id), [])
    let isDone = false
    const cutting = (async () => {
      while (!isDone) {
        await cut('true')
        await new Promise((resolve) => setTimeout(resolve, 40))
      }
    })()
    const texts = Array.from({ length: 120 }, (_, n) => `m${n}`)
    const acknowledged = new Set<string>()
    for (let n = 0; n < texts.length; n += 8) {
      await Promise.all(
        texts.slice(n, n + 8).map(async (text, index) => {
          const store = index % 2 ? one : other
          const sent = await store.appendMessage(`c${index % 4}`, message('agent', text)).catch((error) => error)
          if (sent instanceof Error) expect(sent).toMatchObject({ code: 'storage_unavailable' })
          else acknowledged.add(text)
        }),
      )
    }
    isDone = true
    await cutting
    const late = await open()
    const stored: string[] = []
    for (const id of ['c0', 'c1', 'c2', 'c3']) {
      const messages = await late.listMessages(id, 0)
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
      expect(await one.listMessages(id, 0)).toEqual(messages)
      stored.push(...messages.map(({ payload }) => (payload.type === 'text' ? payload.text : '')))
    }
    expect(new Set(stored).size).toBe(stored.length)
    expect([...acknowledged].filter((text) => !stored.includes(text))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(0)
    // Every message was told once, those of each conversation in order.
    await until(() => heard.length >= stored.length)
    const told = heard.map((change) => ('seq' in change ? `${change.conversationId}/${change.seq}` : ''))
    expect(new Set(told).size).toBe(stored.length)
    expect(told).toHaveLength(stored.length)
  })

  it.each(['before', 'after'] as const)(
    'keeps a message once when the connection is cut just %s its commit',
    async (when) => {
      await one.createConversation(conversation('c1'), [])
      const cutter = await startCommitCutter(database)
      const through = await openPostgresStore({ url: cutter.url, connections: 3 })
      try {
        const heard = listenTo(through)
        cutter.cutNext(when)
        expect(await through.appendMessage('c1', message('agent', 'une fois'))).toMatchObject({ outcome: 'appended' })
        expect(await other.listMessages('c1', 0)).toMatchObject([{ payload: { text: 'une fois' } }])
        expect(await through.listMessages('c1', 0)).toHaveLength(1)
        expect(heard).toHaveLength(1)
      } finally {
        await through.close()
        await cutter.close()
      }
    },
  )

  it.each(['before', 'after'] as const)(
    'loses nothing and doubles nothing when its connection is cut just %s a quick write is kept',
    async (when) => {
      await one.createConversation(conversation('c1'), [])
      const cutter = await startCommitCutter(database)
      const through = await openPostgresStore({ url: cutter.url, connections: 3 })
      try {
        await through.getConversation('c1')
        const heard = listenTo(through)
        cutter.cutNext(when, 'quick')
        expect(await through.appendMessage('c1', message('agent', 'une fois'))).toMatchObject({ outcome: 'appended' })
        expect(await through.appendMessage('c1', message('agent', 'puis'))).toMatchObject({ outcome: 'appended' })
        for (const store of [through, other])
          expect((await store.listMessages('c1', 0)).map(({ payload, seq }) => [payload, seq])).toMatchObject([
            [{ text: 'une fois' }, 1],
            [{ text: 'puis' }, 2],
          ])
        expect(heard.map((change) => change.type === 'message' && change.seq)).toEqual([1, 2])
      } finally {
        await through.close()
        await cutter.close()
      }
    },
  )

  it('writes what nobody else has moved in one statement, whoever began it, and what was moved in a transaction', async () => {
    const marked = async () =>
      (await database.run('select mark is not null as quick from change order by seq')).rows.map(({ quick }) => quick)
    await one.createConversation(conversation('c1'), [])
    await one.appendTurn(turn('c1', 'a'))
    await other.openTurn('c1')
    await other.appendTurn(turn('c1', 'b'))
    expect(await marked()).toEqual([true, true, true])
    // Sent again, it writes nothing, whatever this process knew.
    expect(await one.appendTurn(turn('c1', 'b'))).toMatchObject({ outcome: 'repeated' })
    expect(await marked()).toHaveLength(3)
  })

  it('never bring back what another has erased', async () => {
    await one.createConversation(conversation('c1'), [])
    await other.openTurn('c1')
    await Promise.all([one.eraseConversation('c1'), other.appendTurn(turn('c1', 'a'))])
    for (const store of [one, other]) expect(await store.openTurn('c1')).toBeUndefined()
    await one.createConversation(conversation('c1'), [notice])
    for (const store of [one, other]) expect(await store.openTurn('c1')).toMatchObject({ messageCount: 1 })
  })

  it('forgets what everybody has read for a day, and refuses who was away for longer', async () => {
    await one.createConversation(conversation('c1'), [notice])
    await other.getConversation('c1')
    await database.run(`update change set at = now() - interval '2 days'`)
    const late = await open()
    await untilAsync(async () => (await database.run('select 1 from change')).rows.length === 0)
    for (const store of [one, other, late]) {
      await store.appendMessage('c1', message('agent', 'encore'))
      expect(await store.getTranscript('c1')).toBeDefined()
    }
    await database.run(`update forgotten set transaction_id = '999999999'`)
    await expect(one.getConversation('c1')).rejects.toMatchObject({ code: 'storage_unavailable' })
    await database.run('delete from forgotten')
  })

  it('refuses a database that a later version has changed, and says so', async () => {
    await database.run(`insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')`)
    await expect(open()).rejects.toMatchObject({ code: 'storage_newer' })
    await database.run(`delete from kysely_migration where name = '999-later'`)
  })

  it('is told by an error when it cannot be reached', async () => {
    const away = openPostgresStore({ url: 'postgres://guichet@127.0.0.1:1/none' })
    await expect(away).rejects.toMatchObject({ code: 'storage_unavailable' })
  })
})

describe('what is kept', () => {
  it('is nowhere once it was erased', async () => {
    await one.createConversation(conversation('c1'), [message('citizen', 'un secret')])
    await one.requestHandoff(handoff('c1', { contact: { name: 'Mme Secret' } }), notice)
    await one.eraseConversation('c1')
    const { rows } = await database.run(`
      select head::text as text from document union all select body::text from item union all select c::text from change c`)
    const left = rows.map(({ text }) => text).join('\n')
    expect(left).not.toMatch(/secret/i)
    expect(left).not.toContain('hash-of-c1')
  })

  it('is what was typed, letter for letter', async () => {
    const text = `fin de chaîne \u0000, demi-caractère \ud83d, 😀, "guillemets" \\ {accolades}, \u2028`
    await one.createConversation(conversation('c1'), [message('citizen', text)])
    const late = await open()
    for (const store of [one, other, late])
      expect(await store.listMessages('c1', 0)).toMatchObject([{ payload: { type: 'text', text } }])
  })

  it('costs rows for what changes alone, however long a conversation has become', async () => {
    await one.createConversation(conversation('c1'), [])
    for (let n = 0; n < 30; n += 1) await one.appendTurn(turn('c1', `k${n}`))
    const { rows: before } = await database.run(`select count(*), max(version) as last from item`)
    await other.appendTurn(turn('c1', 'more'))
    const { rows: after } = await database.run(`select count(*) from item where version > ${before[0].last}`)
    // The citizen's message, two replies and the turn.
    expect(after[0].count).toBe('4')
  })
})
