import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DEFAULT_RETENTION } from '../../src/platform/model/retention.js'
import { type Collection, ONLY } from '../../src/platform/store/document-cache.js'
import { KEYED_KINDS, SINGLE_KINDS } from '../../src/store/document-kinds.js'
import { type Goes, KEPT_DATA, KEPT_FILES } from '../../src/store/kept-data.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { copyOne } from '../../src/store/move-documents.js'
import { openMediumAlone, type StoreChoice } from '../../src/store/open-store.js'
import { OPEN, startTestServer, type TestServer } from '../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { personalFields, type Samples, sampleDocuments } from './sample-data.js'
import { filesOf, tablesOf } from './scan.js'

const DAY_MS = 24 * 3_600_000
/** One that the server serves, and one whose file was taken away. */
const COMMUNES = ['villebourg', 'perdue']
/** An account that nobody uses is deactivated first, and erased after as long. */
const LONGEST_DAYS = Math.max(...Object.values(DEFAULT_RETENTION), 2 * DEFAULT_RETENTION.accounts) + 40
/** Between two sweeps: what is announced is not gone at the next one. */
const STEP_DAYS = 12

describe('every kind of document', () => {
  it('says of each of its fields when it goes, and has a sample of each that holds somebody’s data', () => {
    expect(Object.keys(KEPT_DATA).sort()).toEqual([...SINGLE_KINDS, ...KEYED_KINDS].sort())
    const { marks } = sampleDocuments(OPEN, COMMUNES)
    const sampled = new Set(marks.filter(({ stays }) => !stays).map(({ kind, field }) => `${kind}.${field}`))
    expect(personalFields().filter(({ kind, field }) => !sampled.has(`${kind}.${field}`))).toEqual([])
  })

  it('is in docs/privacy.md, with what it holds and when that goes', async () => {
    const lines = (await readFile('docs/privacy.md', 'utf8')).split('\n').filter((line) => line.startsWith('| `'))
    const rows = [
      ...Object.entries(KEPT_DATA).flatMap(([kind, fields]) =>
        Object.entries(fields).map(([field, goes]) => rowOf(`${kind}.${field}`, goes)),
      ),
      ...Object.entries(KEPT_FILES).map(([file, goes]) => rowOf(file, goes)),
    ]
    expect(lines).toEqual(rows)
  })
})

function rowOf(name: string, goes: Goes): string {
  if ('nobody' in goes) return `| \`${name}\` | – | nobody: ${goes.nobody} |`
  if ('days' in goes) return `| \`${name}\` | ${goes.holds} | ${goes.days < 1 ? '12 hours' : `${goes.days} days`} |`
  const terms = [goes.after].flat().map((term) => `\`${term}\``)
  return `| \`${name}\` | ${goes.holds} | ${terms.join(', ')} |`
}

describe.each(['lowdb', 'PostgreSQL'])('what is kept of people, in every state, with %s', (kind) => {
  let database: TestDatabase
  let folder: string
  let server: TestServer | undefined
  let samples: Samples
  beforeEach(async () => {
    database = await createDatabase()
    folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-every-datum-'))
    samples = sampleDocuments(OPEN, COMMUNES)
    await fill({
      dataDir: folder,
      database: kind === 'lowdb' ? null : { url: database.url, connections: 4 },
    })
  })
  afterEach(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
    await database.drop()
  })

  async function fill(choice: StoreChoice): Promise<void> {
    const medium = await openMediumAlone(choice)
    for (const { kind: of, key, document } of samples.documents)
      await copyOne(document, (medium[of] as Collection<object>).open({ committed: () => {} })(key || ONLY))
    await medium.close()
  }

  /** Which marks lie anywhere, beside the notices by which processes tell each other of a change. */
  async function lying(): Promise<Set<string>> {
    const places = kind === 'lowdb' ? await filesOf(folder) : await tablesOf(database)
    const text = [...places].flatMap(([place, one]) => (place.endsWith('/change') ? [] : one)).join('\n')
    return new Set(samples.marks.map(({ word }) => word).filter((word) => text.includes(word)))
  }

  it('is all there, and all gone after the longest term but for what the town itself says', async () => {
    const before = await lying()
    expect(samples.marks.filter(({ word }) => !before.has(word))).toEqual([])
    server = await startTestServer(
      kind === 'lowdb'
        ? { store: await openLowdbStore({ dataDir: folder }) }
        : {
            // What holds documents and no account of a demonstration is an installation.
            config: {
              database: { url: database.url, connections: 4 },
              ...{ demonstration: false, townDir: path.resolve('knowledge') },
            },
          },
    )
    for (let days = 0; days <= LONGEST_DAYS; days += STEP_DAYS) {
      server.clock.set(new Date(Date.parse(OPEN) + days * DAY_MS).toISOString())
      await server.app.sweep()
    }
    await server.app.sweep()
    const after = await lying()
    const left = samples.marks.filter(({ word, stays }) => !stays && after.has(word))
    expect(left.map((mark) => `${mark.kind}.${mark.field} ${mark.word}`)).toEqual([])
    expect(samples.marks.filter(({ word, stays }) => stays && !after.has(word))).toEqual([])

    // And nothing lies under the data folder of a server but what is told of.
    const documents = [...SINGLE_KINDS, ...KEYED_KINDS].map(String)
    const named = new Set([...Object.keys(KEPT_FILES), ...documents, 'digests', 'failure-decisions', 'remote-replies'])
    const places = [...(await filesOf(kind === 'lowdb' ? folder : server.dataDir)).keys()]
    const unknown = places
      .map((place) => (place.split(path.sep)[0] ?? '').replace(/\.bak$/, ''))
      .filter((name) => !named.has(name) && !named.has(name.replace(/\.json$/, '')))
    expect(unknown).toEqual([])
  })
})
