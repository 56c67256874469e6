import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { DEMONSTRATION_ACCOUNTS } from '../../src/commands/demonstration.js'
import { faultInWords } from '../../src/commands/fault-in-words.js'
import { type Config, readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import type { BirthKind } from '../../src/platform/store/birth.js'
import { writeFewEntries } from '../features/entries/few-entries.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { fingerprint, lookInto, makeState, OWN_EMAIL, rowsOf, STATES, type State } from './folder-states.js'

let folder: string
let dataDir: string
let database: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-births-'))
  dataDir = path.join(folder, 'data')
  await mkdir(path.join(folder, 'no-model'))
  // A start is tried many times.
  await writeFewEntries(folder, ['abri-jardin'])
  await cp('knowledge/communes', path.join(folder, 'town', 'communes'), { recursive: true })
  database = await createDatabase()
}, 90_000)
afterAll(async () => {
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

interface Settings {
  GUICHET_PUBLIC_URL: string
  GUICHET_DEMONSTRATION: 'auto' | 'yes' | 'no'
  HOST: string
  GUICHET_DEMONSTRATION_CLOCK: string
}

/** Every combination of what says whether a demonstration begins. */
const SETTINGS: Settings[] = ['', 'https://chat.ville.example'].flatMap((GUICHET_PUBLIC_URL) =>
  (['auto', 'yes', 'no'] as const).flatMap((GUICHET_DEMONSTRATION) =>
    ['127.0.0.1', '0.0.0.0'].flatMap((HOST) =>
      ['', '2026-11-24T10:00'].map((GUICHET_DEMONSTRATION_CLOCK) => ({
        GUICHET_PUBLIC_URL,
        GUICHET_DEMONSTRATION,
        HOST,
        GUICHET_DEMONSTRATION_CLOCK,
      })),
    ),
  ),
)

/** What settings ask for; `null`: they contradict each other. */
function wantedOf(settings: Settings): BirthKind | null {
  const isOwnMachine = settings.HOST === '127.0.0.1' && settings.GUICHET_PUBLIC_URL === ''
  if (settings.GUICHET_DEMONSTRATION === 'yes') return isOwnMachine ? 'demonstration' : null
  if (settings.GUICHET_DEMONSTRATION === 'auto' && isOwnMachine) return 'demonstration'
  return settings.GUICHET_DEMONSTRATION_CLOCK === '' ? 'installation' : null
}

/** What is said of each state that refuses a start which asks for something; `null`: it begins. */
function refusalOf(state: State, wanted: BirthKind): RegExp | null {
  if (state === 'soiled')
    return /Rien n’a été changé\. « guichet demonstration list » .*« guichet demonstration remove »/
  if (state === 'newer') return /plus récente que celle-ci .*Rien n’a été changé\. Il faut Guichet 9\.0\.0/
  if (state.endsWith('demonstration') && wanted === 'installation')
    return /d’une démonstration, et ces réglages démarrent une installation\. Rien n’a été changé\. .*« guichet commune add »/
  if (state.endsWith('installation') && wanted === 'demonstration')
    return /d’une installation, et ces réglages démarrent une démonstration\. Rien n’a été changé\. .*GUICHET_PUBLIC_URL/
  return null
}

/** Starts a server, and stops it. @returns why it was refused, in words */
async function start(config: Config): Promise<string | null> {
  try {
    const app = await createApp(config, { logger: SILENT_LOGGER })
    await app.stop()
    return null
  } catch (error) {
    return faultInWords(error)
  }
}

async function tryStart(state: State, settings: Settings, hasDatabase: boolean): Promise<void> {
  const wanted = wantedOf(settings)
  const read = () =>
    readConfig({
      ...settings,
      PORT: '0',
      GUICHET_DATA_DIR: dataDir,
      GUICHET_KNOWLEDGE_DIR: path.join(folder, 'knowledge'),
      GUICHET_INTENTS_DIR: path.join(folder, 'intents'),
      GUICHET_MODEL_DIR: path.join(folder, 'no-model'),
      ...(wanted === 'installation' ? { GUICHET_TOWN_DIR: path.join(folder, 'town') } : {}),
      ...(hasDatabase ? { DATABASE_URL: database.url } : {}),
    })
  if (wanted === null) return expect(read).toThrow(/GUICHET_DEMONSTRATION/)
  const config = read()
  const before = { files: await fingerprint(dataDir), rows: hasDatabase ? await rowsOf(database) : null }
  const said = await start(config)
  const expected = refusalOf(state, wanted)
  if (expected) {
    expect(said).toMatch(expected)
    return expect({ files: await fingerprint(dataDir), rows: hasDatabase ? await rowsOf(database) : null }).toEqual(
      before,
    )
  }
  expect(said).toBeNull()
  const isNew = state === 'absent' || state === 'empty'
  const found = await lookInto(config)
  expect(found).toMatchObject({ birth: { kind: wanted, format: 1 }, conversations: isNew ? 0 : 1 })
  const accounts =
    wanted === 'demonstration' ? DEMONSTRATION_ACCOUNTS.map(({ email }) => email) : isNew ? [] : [OWN_EMAIL]
  expect(found.users.map(({ email }) => email).sort()).toEqual([...accounts].sort())
  await rm(dataDir, { recursive: true, force: true })
  await makeState(state, config, database)
}

describe.each(['a data folder', 'a database'])('a start on %s that is', (store) => {
  const hasDatabase = store === 'a database'
  it.each(STATES)(
    '%s is right, or refused in words, whatever the settings; nothing is planted, nothing erased',
    async (state) => {
      await rm(dataDir, { recursive: true, force: true })
      await makeState(
        state,
        { dataDir, database: hasDatabase ? { url: database.url, connections: 3 } : null },
        database,
      )
      for (const settings of SETTINGS) {
        try {
          await tryStart(state, settings, hasDatabase)
        } catch (error) {
          throw new Error(`${JSON.stringify(settings)}: ${error instanceof Error ? error.message : error}`, {
            cause: error,
          })
        }
      }
    },
    60_000,
  )
})
