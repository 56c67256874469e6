import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from '../../../src/app.js'
import { DEMONSTRATION_PASSWORD, demonstrationHash } from '../../../src/commands/demonstration.js'
import { type Config, readConfig } from '../../../src/config.js'
import type { User } from '../../../src/features/accounts/staff.js'
import type { ReadAddress } from '../../../src/features/packs/open-pack.js'
import type { WebhookSender } from '../../../src/features/webhooks/webhook-sender.js'
import type { ListedFeature } from '../../../src/features.js'
import { createLogger, SILENT_LOGGER } from '../../../src/log.js'
import { type Running, startServer } from '../../../src/main.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import type { Store } from '../../../src/store/store.js'
import { traceIds } from '../../../src/trace.js'
import { writeFewEntries } from '../../features/entries/few-entries.js'
import { Citizen, StaffMember } from './clients.js'
import { requireDeclared } from './declared-answers.js'
import { EventReader } from './event-reader.js'

/** Tuesday 24 November 2026, ten o'clock in Paris: the reception of Villebourg is open until noon. */
export const OPEN = '2026-11-24T09:00:00.000Z'
/** The same day at eight in the evening. */
export const CLOSED = '2026-11-24T19:00:00.000Z'

export const AGENT = 'accueil@villebourg.example'
export const OTHER_AGENT = 'etat-civil@villebourg.example'

const NO_SENDER: WebhookSender = {
  check: async () => 'unreachable',
  send: async () => ({ outcome: 'failed', answer: 'unreachable', retryAfterMs: null }),
}

/** A clock that moves when it is told to. */
export class Clock {
  #at = new Date(OPEN)
  readonly now = () => new Date(this.#at)
  set(instant: string): void {
    this.#at = new Date(instant)
  }
  advance({ hours = 0, minutes = 0, seconds = 0 }: { hours?: number; minutes?: number; seconds?: number }): void {
    this.#at = new Date(this.#at.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000)
  }
}

/** An answer, read whole. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any
}

export interface CallOptions {
  headers?: Record<string, string>
  /** Sent as JSON, unless it is a string: that one is sent as it is. */
  body?: unknown
}

export interface TestServer {
  url: string
  app: App
  store: Store
  clock: Clock
  dataDir: string
  /** Everything that was logged, as JSON lines; empty unless `captureLogs`. */
  logs(): string
  /** Any call under `/api/v1`. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Any request. */
  fetch(path: string, init?: RequestInit): Promise<Answer>
  startConversation(body?: Record<string, unknown>): Promise<Citizen>
  /** Signs in with the demonstration's password. */
  signIn(email?: string): Promise<StaffMember>
  /** An account of one's own making, signed in. */
  signInAs(patch: Pick<User, 'email' | 'roles'> & Partial<User>): Promise<StaffMember>
  openStream(path: string, headers?: Record<string, string>): Promise<EventReader>
  stop(): Promise<void>
}

export interface TestServerOptions {
  config?: Partial<Config>
  /** Communes besides Villebourg, made from it. */
  communes?: Partial<Commune>[]
  /** The communes of an installation, in its own folder: nothing of the demonstration is meant to be served. */
  installation?: Commune[]
  /** The only entries of the installed content; default: all of them. For what is about something else, and starts often or asks everything. */
  entries?: readonly string[]
  /** In place of a memory store; the server closes it. */
  store?: Store
  /** Opens the store of the data folder that the configuration names, as a process does. */
  opensFolder?: true
  /** Puts something between the server and its store. */
  wrapStore?: (store: Store) => Store
  captureLogs?: boolean
  /** What the addresses of packs answer. */
  readAddress?: ReadAddress
  /** What DNS says of the keys of domains; default: DNS itself. */
  mailKeys?: (name: string) => Promise<string[][]>
  /** How webhooks are told; default: nothing leaves, and no address is known. */
  webhookSender?: WebhookSender
  /** Time that passes whatever the clock says, ms; default: the clock goes where a test wants. */
  steadyMs?: () => number
  /** Which start of which machine that time is counted from. */
  boot?: string
  /** The name of that machine. */
  host?: string
  /** What the product is made of; default: all of its features. */
  features?: readonly ListedFeature[]
  /** What the clock says when the server starts, ISO instant. */
  at?: string
}

/** Starts the real server on a free port, with the real content, words alone, a clock of its own, and a memory store unless it is given a database. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-http-'))
  const installed = options.installation && (await writeTown(folder, options.installation))
  const { communes = [], entries = null } = options
  const base = await testConfig(folder, { communes, entries, ...installed })
  const config = followingKnowledge({ ...base, ...options.config })
  const clock = new Clock()
  if (options.at) clock.set(options.at)
  const memory = options.store ?? createMemoryStore()
  const store = options.wrapStore?.(memory) ?? memory
  const lines: string[] = []
  const logger = options.captureLogs
    ? createLogger('trace', { facts: traceIds, into: { write: (line) => lines.push(line) } })
    : SILENT_LOGGER
  const opensOwn = config.database !== null || options.opensFolder
  let running: Running | null = await startServer(config, {
    ...(opensOwn ? {} : { store }),
    now: clock.now,
    // A clock that a test sets goes with sweeps that it asks for: one of the server's own comes between any two of its steps.
    sweepsByItself: false,
    onAnswer: requireDeclared,
    // Other processes run what is built: they know no TypeScript.
    builtFrom: pathToFileURL('dist/src/'),
    logger,
    webhookSender: options.webhookSender ?? NO_SENDER,
    ...(options.mailKeys ? { mailKeys: options.mailKeys } : {}),
    ...(options.readAddress ? { readAddress: options.readAddress } : {}),
    ...(options.steadyMs ? { steadyMs: options.steadyMs } : {}),
    ...(options.boot ? { boot: options.boot } : {}),
    ...(options.host ? { host: options.host } : {}),
    ...(options.features ? { features: options.features } : {}),
  })
  const { app, address: url } = running
  await app.modelSettled
  const kept = opensOwn ? app.store : memory
  const streams: EventReader[] = []
  const fetchPath = (path: string, init: RequestInit = {}) => readAnswer(fetch(url + path, init))
  const call = (method: string, path: string, { headers = {}, body }: CallOptions = {}) =>
    fetchPath(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const server: TestServer = {
    url,
    app,
    store: kept,
    clock,
    dataDir: config.dataDir,
    logs: () => lines.join(''),
    call,
    fetch: fetchPath,
    startConversation: async (body = {}) => Citizen.start(server, body),
    signIn: (email = AGENT) => StaffMember.signIn(server, email, DEMONSTRATION_PASSWORD),
    async signInAs(patch) {
      await kept.saveUser(await newUser(patch, clock.now()))
      return StaffMember.signIn(server, patch.email, DEMONSTRATION_PASSWORD)
    },
    async openStream(path, headers = {}) {
      const stream = await EventReader.open(`${url}/api/v1${path}`, headers)
      streams.push(stream)
      return stream
    },
    async stop() {
      for (const stream of streams) stream.close()
      await running?.stop()
      // The modules of a file of tests are there until its process ends: what they hold of a stopped server is small.
      running = null
      Reflect.deleteProperty(server, 'app')
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}

/** The demonstration's communes lie in its content, wherever a test puts that. */
function followingKnowledge(config: Config): Config {
  return config.demonstration ? { ...config, townDir: config.knowledgeDir } : config
}

/** Where an installation has its communes when it says nothing else. @returns the settings of one */
async function writeTown(folder: string, communes: readonly Commune[]): Promise<NodeJS.ProcessEnv> {
  const town = join(folder, 'data', 'town', 'communes')
  await mkdir(town, { recursive: true })
  for (const commune of communes) await writeFile(join(town, `${commune.id}.json`), JSON.stringify(commune))
  return { GUICHET_DEMONSTRATION: 'no' }
}

interface TestSettings {
  communes: Partial<Commune>[]
  entries: readonly string[] | null
  [setting: `GUICHET_${string}`]: string | undefined
}

async function testConfig(folder: string, { communes, entries, ...settings }: TestSettings): Promise<Config> {
  const publicDir = join(folder, 'public')
  await mkdir(join(publicDir, 'assets', 'widget'), { recursive: true })
  await writeFile(join(publicDir, 'index.html'), '<!doctype html><title>Villebourg</title>')
  await writeFile(join(publicDir, 'console.html'), '<!doctype html><title>Console</title>')
  await writeFile(join(publicDir, 'assets', 'widget.js'), 'void 0')
  for (const language of LANGUAGES.filter((one) => one !== 'fr'))
    await writeFile(join(publicDir, 'assets', `widget.${language}.json`), '{}')
  await writeFile(join(publicDir, 'assets', 'widget', 'guichet-widget.js'), 'void 0')
  await mkdir(join(folder, 'no-model'))
  const config = readConfig({
    PORT: '0',
    GUICHET_DATA_DIR: join(folder, 'data'),
    GUICHET_MODEL_DIR: join(folder, 'no-model'),
    GUICHET_RATE_CONVERSATION_PER_10S: '1000000',
    GUICHET_RATE_ADDRESS_PER_10S: '1000000',
    GUICHET_RATE_STARTS_PER_10MIN: '1000000',
    GUICHET_RATE_COMMUNE_PER_10S: '1000000',
    GUICHET_RATE_STREAMS_PER_ADDRESS: '1000000',
    GUICHET_RATE_SIGN_IN_PER_MINUTE: '1000000',
    ...(entries ? await fewEntries(folder, entries) : {}),
    ...(communes.length > 0 ? { GUICHET_KNOWLEDGE_DIR: await knowledgeWith(folder, communes) } : {}),
    ...settings,
  })
  return { ...config, publicDir }
}

/** @returns the settings of a copy of the installed content with these entries alone */
async function fewEntries(folder: string, ids: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const { knowledgeDir, intentsDir } = await writeFewEntries(folder, ids)
  return { GUICHET_KNOWLEDGE_DIR: knowledgeDir, GUICHET_INTENTS_DIR: intentsDir }
}

/** A copy of the installed content, unless there is one, with more communes. */
async function knowledgeWith(folder: string, communes: Partial<Commune>[]): Promise<string> {
  const copy = join(folder, 'knowledge')
  if (!existsSync(copy)) await cp('knowledge', copy, { recursive: true })
  const villebourg: Commune = JSON.parse(await readFile(join(copy, 'communes', 'villebourg.json'), 'utf8'))
  for (const commune of communes) {
    await writeFile(join(copy, 'communes', `${commune.id}.json`), JSON.stringify({ ...villebourg, ...commune }))
  }
  return copy
}

async function newUser(patch: Pick<User, 'email' | 'roles'> & Partial<User>, now: Date): Promise<User> {
  return {
    id: `user-${patch.email.replace(/\W/g, '-')}`,
    communeId: 'villebourg',
    displayName: 'Camille',
    passwordHash: await demonstrationHash(),
    demonstration: true,
    createdAt: now.toISOString(),
    ...patch,
  }
}

async function readAnswer(sent: Promise<Response>): Promise<Answer> {
  const response = await sent
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  }
}

/** Spaces of every width as plain ones: French typography binds "8 h 30" and question marks. */
export function plainSpaces(text: string): string {
  return text.replace(/\s/g, ' ')
}
