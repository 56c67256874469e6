import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Promises } from './platform/model/promises.js'
import { nearestName } from './platform/text/nearest-name.js'
import { toUrl } from './platform/text/to-url.js'

/** Everything that a town may set. */
export interface Config {
  port: number
  host: string
  dataDir: string
  /** A PostgreSQL database, and most connections of this process to it; `null`: everything is kept in the data folder. */
  database: { url: string; connections: number } | null
  /** How long backups may be kept, days: so long it is known what was erased, so that none brings it back. */
  backupDays: number
  /** The key that seals masked data, the same for all processes on one database; `null`: the one of the data folder. */
  sealKey: string | null
  knowledgeDir: string
  intentsDir: string
  /** What is a town's own: its communes, their places, ready replies and entries. The demonstration's lies in the content; an installation's never does. */
  townDir: string
  publicDir: string
  modelDir: string
  /** Address as users type it, e.g. `https://chat.ville.fr`; `null` on a machine of one's own. */
  publicUrl: string | null
  logLevel: string
  /** Whether the demonstration's staff accounts are created at start. */
  demonstration: boolean
  /** Whether a demonstration was asked for by name, not merely guessed from the address. */
  demonstrationAsked: boolean
  /** Whether the demonstration's accounts may sign in from other machines than this one, or through a proxy. */
  demonstrationRemote: boolean
  /** Instant at which the demonstration's clock starts, to try opening hours; `null` for the machine's time. */
  demonstrationClock: string | null
  /** Number of reverse proxies in front, for the address of callers. */
  trustedProxies: number
  /** Seconds between the moment when `/readyz` says that the process is leaving and the one when it takes no more requests: a balancer needs them to send them elsewhere. */
  drainSeconds: number
  /** Minutes that a citizen waits for an agent before she is told that nobody came. */
  handoffWaitMinutes: number
  /** Most entries in memory over the communes that have entries of their own; the least recently asked leave first. */
  loadedEntries: number
  /** What is promised where a commune's settings do not say: both in ]0, 1[. */
  promises: Promises
  /** The town's mail server, and the sender of its mails; `null` when no e-mail is sent. */
  mail: { url: string; from: string } | null
  /** By the id of a commune, the domains from which it may send mails: no other commune may. */
  mailDomains: ReadonlyMap<string, readonly string[]>
  /** Where answers of agents by mail are read, and the address to which they go; `null`: nowhere. */
  replies: { url: string; address: string } | null
  /** Keys of web push, and whom a push service may write to; `null`: nothing is pushed. `services`: push services besides the browsers' own. */
  push: { publicKey: string; privateKey: string; contact: string; services: string[] } | null
  /**
   * A bot account of a Matrix homeserver, as Tchap's; `null`: agents are told nothing there. `carriesText`: what citizens ask and agents answer may pass
   * through rooms that the homeserver can read.
   */
  matrix: { url: string; token: string; carriesText: boolean } | null
  /** Hosts of an RDV Service Public of the town's own, besides those of the State (docs/appointments.md). */
  bookingHosts: readonly string[]
  /** The host of a Botpress bot that hands its talks over to the agents, what opens it, and what the bot calls by; `null`: no bot does (docs/botpress.md). */
  botpress: { url: string; token: string; secret: string } | null
  /** Whether other assistants may ask for the towns' answers (docs/mcp.md). */
  mcp: boolean
  /** The national feed: an https address, an archive or a folder on the server; `null` when the operator gives none, and nothing is fetched. */
  servicePublicFeed: string | null
  /** The identity provider of the administration; `null`: staff sign in by passwords alone. */
  identityProvider: {
    name: string
    issuer: string
    clientId: string
    clientSecret: string
    scope: string
    algorithm: 'RS256' | 'ES256'
    signedUserInfo: boolean
    pkce: boolean
    trustsEmail: boolean
    sirets: string[]
  } | null
  /** What one caller, one conversation, one account and one commune may ask at most. */
  rateLimits: {
    conversationPer10s: number
    addressPer10s: number
    startsPer10min: number
    communePer10s: number
    streamsPerAddress: number
    signInPerMinute: number
  }
}

/** Every fault of the configuration at once, in the language of the commands: no sentence of the content can be read before the settings. */
export class ConfigError extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`Réglages à corriger (${faults.length}) :\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** So many, in digits; the fallback when empty, as a file of settings leaves what it does not set. */
const whole = (fallback: number, min: number, max: number) => {
  const error = `il faut un nombre entier de ${min} à ${max}`
  const digits = z.string().regex(/^\d{0,9}$/, { error })
  return digits
    .transform((written) => (written === '' ? fallback : Number(written)))
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .default(fallback)
}

/** An address of one of these protocols; none when empty. */
const address = (protocol: RegExp, example: string) => {
  const error = `il faut une adresse comme ${example}`
  return z.union([z.literal(''), z.url({ protocol, error })], error).default('')
}

/** Whether what is written as in an address can be read: a lone `%` cannot. */
function isReadable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== null
  } catch {
    return false
  }
}

/** Whether an address is that of a whole site. */
function isOrigin(url: string): boolean {
  // What is no address at all is told by the rule before.
  const read = toUrl(url)
  if (!read) return true
  const { pathname, search, hash, username } = read
  return pathname === '/' && `${search}${hash}${username}` === ''
}

/** Whether what is sent to an address is encrypted on its way, or stays on this machine. */
function isEncryptedOrNear(url: string): boolean {
  const read = toUrl(url)
  if (!read) return true
  const { protocol, hostname } = read
  return protocol === 'https:' || LOOPBACK.has(hostname)
}

/** Any text but an empty one. */
const filled = () => z.string().min(1, 'il faut une valeur')

/** One of these words. */
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `il faut l’un de ces mots : ${words.join(', ')}` })

const MOMENT_EXPECTED = 'il faut un moment comme 2026-11-24T10:00'

/** A key of web push, in so many signs of base64url; none when empty. */
const key = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^([\\w-]{${length}})?$`), 'il faut une clé faite par « guichet push-keys »')
    .default('')

/** A share strictly between none and all. */
const share = (fallback: number) => {
  const error = `il faut une part entre 0 et 1, comme ${fallback}`
  return z.coerce.number({ error }).gt(0, { error }).lt(1, { error }).default(fallback)
}

const variables = z.object({
  PORT: whole(3000, 0, 65_535),
  HOST: filled().default('127.0.0.1'),
  GUICHET_DATA_DIR: filled().default('./data'),
  GUICHET_KNOWLEDGE_DIR: filled().default('./knowledge'),
  GUICHET_INTENTS_DIR: filled().default('./intents'),
  GUICHET_TOWN_DIR: z.string().default(''),
  GUICHET_MODEL_DIR: filled().default('./models/guichet-fr'),
  GUICHET_PUBLIC_URL: address(/^https?$/, 'https://chat.ville.fr').refine(
    (url) => url === '' || isOrigin(url),
    'il faut une adresse sans chemin, comme https://chat.ville.fr',
  ),
  LOG_LEVEL: oneOf(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  GUICHET_DEMONSTRATION: oneOf(['yes', 'no', 'auto']).default('auto'),
  GUICHET_DEMONSTRATION_REMOTE: oneOf(['yes', 'no']).default('no'),
  GUICHET_DEMONSTRATION_CLOCK: z
    .union([z.literal(''), z.iso.datetime({ local: true, offset: true, error: MOMENT_EXPECTED })])
    .default(''),
  GUICHET_TRUSTED_PROXIES: whole(0, 0, 10),
  GUICHET_DRAIN_SECONDS: whole(0, 0, 120),
  GUICHET_HANDOFF_WAIT_MINUTES: whole(10, 1, 24 * 60),
  GUICHET_LOADED_ENTRIES: whole(60_000, 1, 10_000_000),
  GUICHET_PROMISE: share(0.02),
  GUICHET_OFFER_PROMISE: share(0.97),
  SMTP_URL: address(/^smtps?$/, 'smtps://user:password@mail.ville.fr').refine(
    isReadable,
    'dans l’identifiant et le mot de passe, % s’écrit %25 et @ s’écrit %40',
  ),
  GUICHET_MAIL_FROM: z
    .string()
    .regex(/^$|^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, 'il faut une adresse, ou Nom <adresse>')
    .default(''),
  GUICHET_MAIL_DOMAINS: z
    .string()
    .regex(
      /^$|^[a-z0-9-]+=[a-z0-9.-]+\.[a-z]{2,}(?:\s*,\s*[a-z0-9-]+=[a-z0-9.-]+\.[a-z]{2,})*$/,
      'il faut commune=domaine, séparés par des virgules, comme aubrive=aubrive.fr,belmont=belmont.fr',
    )
    .default(''),
  GUICHET_REPLY_IMAP_URL: address(/^imaps?$/, 'imaps://user:password@mail.ville.fr').refine(
    isReadable,
    'dans l’identifiant et le mot de passe, % s’écrit %25 et @ s’écrit %40',
  ),
  GUICHET_REPLY_ADDRESS: z
    .string()
    .regex(/^$|^[^\s<>@*]+(\+\*)?@[^\s<>@*]+$|^\*@[^\s<>@*]+$/, 'il faut une adresse, comme reponses+*@ville.fr')
    .default(''),
  GUICHET_PUSH_PUBLIC_KEY: key(87),
  GUICHET_PUSH_PRIVATE_KEY: key(43),
  // `guichet push-keys` leaves the address of the town to be added.
  GUICHET_PUSH_CONTACT: address(/^(mailto|https)$/, 'mailto:mairie@ville.fr').refine(
    (contact) => contact !== 'mailto:',
    'il faut une adresse comme mailto:mairie@ville.fr',
  ),
  GUICHET_PUSH_SERVICES: z.string().default(''),
  GUICHET_MATRIX_URL: address(/^https?$/, 'https://matrix.agent.tchap.gouv.fr').refine(
    (url) => url === '' || (isOrigin(url) && isEncryptedOrNear(url)),
    'il faut une adresse https sans chemin, comme https://matrix.agent.tchap.gouv.fr',
  ),
  GUICHET_MATRIX_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]*$/, 'il faut le jeton d’accès du compte')
    .default(''),
  GUICHET_MATRIX_TEXT: oneOf(['yes', 'no']).default('no'),
  GUICHET_BOTPRESS_URL: address(/^https?$/, 'https://api.botpress.cloud').refine(
    (url) => url === '' || isEncryptedOrNear(url),
    'il faut une adresse https, comme https://api.botpress.cloud',
  ),
  GUICHET_BOTPRESS_TOKEN: z.string().default(''),
  GUICHET_BOTPRESS_SECRET: z
    .string()
    .regex(/^([\w-]{32,})?$/, 'il faut au moins 32 lettres et chiffres tirés au hasard')
    .default(''),
  GUICHET_BOOKING_HOSTS: z
    .string()
    .regex(/^$|^[a-z0-9.-]+(?:\s*,\s*[a-z0-9.-]+)*$/, 'il faut des noms séparés par des virgules, comme rdv.ville.fr')
    .default(''),
  GUICHET_MCP: oneOf(['yes', 'no', 'auto']).default('auto'),
  GUICHET_SERVICE_PUBLIC_FEED: z
    .string()
    .regex(/^(?!http:)/, 'il faut une adresse https, ou le chemin d’une archive ou d’un dossier')
    .default(''),
  GUICHET_OIDC_ISSUER: address(/^https?$/, 'https://auth.example.gouv.fr'),
  GUICHET_OIDC_CLIENT_ID: z.string().default(''),
  GUICHET_OIDC_CLIENT_SECRET: z.string().default(''),
  GUICHET_OIDC_NAME: filled().max(40, 'il faut 40 signes au plus').default('ProConnect'),
  GUICHET_OIDC_SCOPE: z
    .string()
    .regex(/\bopenid\b/, 'il faut openid parmi d’autres')
    .default('openid email siret'),
  GUICHET_OIDC_ALGORITHM: oneOf(['RS256', 'ES256']).default('RS256'),
  GUICHET_OIDC_SIGNED_USERINFO: oneOf(['yes', 'no']).default('yes'),
  GUICHET_OIDC_PKCE: oneOf(['yes', 'no']).default('yes'),
  GUICHET_OIDC_TRUSTS_EMAIL: oneOf(['yes', 'no']).default('no'),
  GUICHET_OIDC_SIRETS: z
    .string()
    .regex(/^[\d\s,]*$/, 'il faut des numéros de 14 chiffres')
    .default(''),
  GUICHET_RATE_CONVERSATION_PER_10S: whole(30, 1, 1_000_000),
  GUICHET_RATE_ADDRESS_PER_10S: whole(600, 1, 1_000_000),
  GUICHET_RATE_STARTS_PER_10MIN: whole(300, 1, 1_000_000),
  GUICHET_RATE_COMMUNE_PER_10S: whole(1000, 1, 1_000_000),
  GUICHET_RATE_STREAMS_PER_ADDRESS: whole(500, 1, 1_000_000),
  GUICHET_RATE_SIGN_IN_PER_MINUTE: whole(10, 1, 1_000_000),
  DATABASE_URL: address(/^postgres(ql)?$/, 'postgres://user:password@host:port/database'),
  GUICHET_SEAL_KEY: z
    .string()
    .regex(/^([\w-]{43})?$/, 'il faut le contenu d’un fichier seal.key : 43 signes base64url')
    .default(''),
  GUICHET_DATABASE_CONNECTIONS: whole(10, 2, 1000),
  GUICHET_BACKUP_DAYS: whole(35, 1, 3660),
  // Read by the scripts before there is anything that could check it.
  GUICHET_SET_UP: z.enum(['', 'yes', 'no'], { error: 'il faut yes, no ou rien' }).default(''),
})

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * Reads the environment, and the file that `GUICHET_CONFIG` names (lines `NAME=value`), which the environment overrides.
 * @throws ConfigError with every fault at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const file = readConfigFile(environment.GUICHET_CONFIG)
  const unknown = unknownSettings(Object.keys(environment), 'environment')
  const { v, faults } = readVariables({ ...file.values, ...environment })
  const onOwnMachine = LOOPBACK.has(v.HOST) && v.GUICHET_PUBLIC_URL === ''
  const demonstration = v.GUICHET_DEMONSTRATION === 'yes' || (v.GUICHET_DEMONSTRATION === 'auto' && onOwnMachine)
  const all = [
    ...file.faults,
    ...unknown,
    ...faults,
    ...contradictions(v, { onOwnMachine, demonstration }),
    ...missingFolders(v),
  ]
  if (all.length > 0) throw new ConfigError(all)
  return {
    port: v.PORT,
    host: v.HOST,
    dataDir: resolve(v.GUICHET_DATA_DIR),
    sealKey: v.GUICHET_SEAL_KEY || null,
    backupDays: v.GUICHET_BACKUP_DAYS,
    database: v.DATABASE_URL === '' ? null : { url: v.DATABASE_URL, connections: v.GUICHET_DATABASE_CONNECTIONS },
    knowledgeDir: resolve(v.GUICHET_KNOWLEDGE_DIR),
    intentsDir: resolve(v.GUICHET_INTENTS_DIR),
    townDir: demonstration ? resolve(v.GUICHET_KNOWLEDGE_DIR) : townDirOf(v),
    publicDir: resolve('public'),
    modelDir: resolve(v.GUICHET_MODEL_DIR),
    publicUrl: v.GUICHET_PUBLIC_URL === '' ? null : v.GUICHET_PUBLIC_URL,
    logLevel: v.LOG_LEVEL,
    demonstration,
    demonstrationAsked: v.GUICHET_DEMONSTRATION === 'yes',
    demonstrationRemote: v.GUICHET_DEMONSTRATION_REMOTE === 'yes',
    demonstrationClock: v.GUICHET_DEMONSTRATION_CLOCK === '' ? null : v.GUICHET_DEMONSTRATION_CLOCK,
    trustedProxies: v.GUICHET_TRUSTED_PROXIES,
    drainSeconds: v.GUICHET_DRAIN_SECONDS,
    handoffWaitMinutes: v.GUICHET_HANDOFF_WAIT_MINUTES,
    loadedEntries: v.GUICHET_LOADED_ENTRIES,
    promises: { wrong: v.GUICHET_PROMISE, offered: v.GUICHET_OFFER_PROMISE },
    ...waysToPeople(v),
    bookingHosts: listOf(v.GUICHET_BOOKING_HOSTS),
    botpress: unlessEmpty(v.GUICHET_BOTPRESS_URL, (url) => ({
      url,
      token: v.GUICHET_BOTPRESS_TOKEN,
      secret: v.GUICHET_BOTPRESS_SECRET,
    })),
    mcp: v.GUICHET_MCP === 'yes' || (v.GUICHET_MCP === 'auto' && demonstration),
    servicePublicFeed: v.GUICHET_SERVICE_PUBLIC_FEED || null,
    identityProvider: identityProviderOf(v),
    rateLimits: {
      conversationPer10s: v.GUICHET_RATE_CONVERSATION_PER_10S,
      addressPer10s: v.GUICHET_RATE_ADDRESS_PER_10S,
      startsPer10min: v.GUICHET_RATE_STARTS_PER_10MIN,
      communePer10s: v.GUICHET_RATE_COMMUNE_PER_10S,
      streamsPerAddress: v.GUICHET_RATE_STREAMS_PER_ADDRESS,
      signInPerMinute: v.GUICHET_RATE_SIGN_IN_PER_MINUTE,
    },
  }
}

type Variables = z.infer<typeof variables>

/** How people are told and answer elsewhere than on a page: by mail, in their browsers, in Tchap. */
function waysToPeople(v: Variables): Pick<Config, 'mail' | 'mailDomains' | 'replies' | 'push' | 'matrix'> {
  return {
    mail: unlessEmpty(v.SMTP_URL, (url) => ({ url, from: v.GUICHET_MAIL_FROM })),
    mailDomains: domainsOf(v.GUICHET_MAIL_DOMAINS),
    replies: unlessEmpty(v.GUICHET_REPLY_IMAP_URL, (url) => ({ url, address: v.GUICHET_REPLY_ADDRESS })),
    push: unlessEmpty(v.GUICHET_PUSH_PUBLIC_KEY, (publicKey) => ({
      publicKey,
      privateKey: v.GUICHET_PUSH_PRIVATE_KEY,
      contact: v.GUICHET_PUSH_CONTACT,
      services: listOf(v.GUICHET_PUSH_SERVICES),
    })),
    matrix: unlessEmpty(v.GUICHET_MATRIX_URL, (url) => ({
      url,
      token: v.GUICHET_MATRIX_TOKEN,
      carriesText: v.GUICHET_MATRIX_TEXT === 'yes',
    })),
  }
}

function identityProviderOf(v: Variables): Config['identityProvider'] {
  return unlessEmpty(v.GUICHET_OIDC_ISSUER, (issuer) => ({
    name: v.GUICHET_OIDC_NAME,
    issuer,
    clientId: v.GUICHET_OIDC_CLIENT_ID,
    clientSecret: v.GUICHET_OIDC_CLIENT_SECRET,
    scope: v.GUICHET_OIDC_SCOPE,
    algorithm: v.GUICHET_OIDC_ALGORITHM,
    signedUserInfo: v.GUICHET_OIDC_SIGNED_USERINFO === 'yes',
    pkce: v.GUICHET_OIDC_PKCE === 'yes',
    trustsEmail: v.GUICHET_OIDC_TRUSTS_EMAIL === 'yes',
    sirets: listOf(v.GUICHET_OIDC_SIRETS),
  }))
}

/** What a variable turns on; `null` while it is empty. */
function unlessEmpty<T>(value: string, on: (value: string) => T): T | null {
  return value === '' ? null : on(value)
}

/** Values that spaces or commas separate. */
function listOf(values: string): string[] {
  return values.split(/[\s,]+/).filter((value) => value !== '')
}

/** Each variable by itself, so that one that is wrong hides no other; its default stands for it meanwhile. */
function readVariables(values: Record<string, string | undefined>): { v: Variables; faults: string[] } {
  const faults: string[] = []
  const read = Object.entries(variables.shape).map(([name, schema]) => {
    const one = schema.safeParse(values[name])
    if (one.success) return [name, one.data]
    faults.push(`${name} : ${one.error.issues[0]?.message}`)
    return [name, schema.parse(undefined)]
  })
  return { v: Object.fromEntries(read) as Variables, faults }
}

/** What is right by itself and wrong together. */
function contradictions(
  v: Variables,
  { onOwnMachine, demonstration }: { onOwnMachine: boolean; demonstration: boolean },
): string[] {
  const faults: string[] = []
  const isPartial = (values: string[]) => values.some((value) => value !== '') && values.includes('')
  const isShown = v.GUICHET_DEMONSTRATION_REMOTE === 'yes' && v.GUICHET_PUBLIC_URL === ''
  if (v.GUICHET_DEMONSTRATION === 'yes' && !onOwnMachine && !isShown)
    faults.push('GUICHET_DEMONSTRATION : les comptes de démonstration sont refusés à une adresse publique')
  if (v.GUICHET_DEMONSTRATION_CLOCK !== '' && !demonstration)
    faults.push('GUICHET_DEMONSTRATION_CLOCK : seule la démonstration peut avoir une autre heure')
  if (v.GUICHET_TOWN_DIR !== '' && demonstration)
    faults.push(
      'GUICHET_TOWN_DIR : la démonstration n’a que sa commune. Pour une installation, donnez aussi GUICHET_PUBLIC_URL, ou GUICHET_DEMONSTRATION=no',
    )
  if (!demonstration && isSameFolder(townDirOf(v), v.GUICHET_KNOWLEDGE_DIR))
    faults.push(
      'GUICHET_TOWN_DIR : c’est le dossier du contenu (GUICHET_KNOWLEDGE_DIR), qu’une mise à jour change. Prenez-en un autre',
    )
  if (v.GUICHET_DEMONSTRATION_REMOTE === 'yes' && !demonstration)
    faults.push('GUICHET_DEMONSTRATION_REMOTE : seule la démonstration a des comptes à ouvrir à d’autres machines')
  if (v.SMTP_URL !== '' && v.GUICHET_MAIL_FROM === '')
    faults.push('GUICHET_MAIL_FROM : avec SMTP_URL, il faut un expéditeur, par exemple mairie@ville.fr')
  if (isPartial([v.GUICHET_REPLY_IMAP_URL, v.GUICHET_REPLY_ADDRESS]))
    faults.push('GUICHET_REPLY_IMAP_URL, GUICHET_REPLY_ADDRESS : les deux, ou aucun')
  if (v.GUICHET_REPLY_IMAP_URL !== '' && v.SMTP_URL === '')
    faults.push('GUICHET_REPLY_IMAP_URL : sans SMTP_URL, personne ne reçoit de courriel auquel répondre')
  if (isPartial([v.GUICHET_PUSH_PUBLIC_KEY, v.GUICHET_PUSH_PRIVATE_KEY, v.GUICHET_PUSH_CONTACT]))
    faults.push('GUICHET_PUSH_PUBLIC_KEY, GUICHET_PUSH_PRIVATE_KEY, GUICHET_PUSH_CONTACT : les trois, ou aucun')
  if (isPartial([v.GUICHET_MATRIX_URL, v.GUICHET_MATRIX_TOKEN]))
    faults.push('GUICHET_MATRIX_URL, GUICHET_MATRIX_TOKEN : les deux, ou aucun')
  if (isPartial([v.GUICHET_BOTPRESS_URL, v.GUICHET_BOTPRESS_TOKEN, v.GUICHET_BOTPRESS_SECRET]))
    faults.push('GUICHET_BOTPRESS_URL, GUICHET_BOTPRESS_TOKEN, GUICHET_BOTPRESS_SECRET : les trois, ou aucun')
  if (isPartial([v.GUICHET_OIDC_ISSUER, v.GUICHET_OIDC_CLIENT_ID, v.GUICHET_OIDC_CLIENT_SECRET]))
    faults.push('GUICHET_OIDC_ISSUER, GUICHET_OIDC_CLIENT_ID, GUICHET_OIDC_CLIENT_SECRET : les trois, ou aucun')
  return faults
}

/** Where an installation's communes are in its data folder, unless `GUICHET_TOWN_DIR` says otherwise. */
export const TOWN_FOLDER = 'town'

/** The folder of an installation's communes. */
function townDirOf(v: Variables): string {
  return v.GUICHET_TOWN_DIR === '' ? join(resolve(v.GUICHET_DATA_DIR), TOWN_FOLDER) : resolve(v.GUICHET_TOWN_DIR)
}

function isSameFolder(one: string, other: string): boolean {
  const placeOf = (folder: string) => (existsSync(folder) ? realpathSync(folder) : resolve(folder))
  return placeOf(one) === placeOf(other)
}

/** A server without its model answers by words alone; without its content it has nothing to say. The data folder is made when there is none. */
function missingFolders(v: Variables): string[] {
  const needed = ['GUICHET_KNOWLEDGE_DIR', 'GUICHET_INTENTS_DIR'] as const
  const missing = needed
    .filter((name) => !existsSync(resolve(v[name])))
    .map((name) => `${name} : il n’y a pas de dossier ${resolve(v[name])}`)
  const files = [...needed, 'GUICHET_DATA_DIR' as const, 'GUICHET_TOWN_DIR' as const].flatMap((name) => {
    const why = notFolder(resolve(v[name]))
    return why === null ? [] : `${name} : ${resolve(v[name])} ${why}`
  })
  return [...missing, ...files]
}

/** Why what is, or will be, at a path is no folder; `null`: nothing is in the way. */
function notFolder(path: string): string | null {
  try {
    const isOther = statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
    return isOther ? 'est un fichier, pas un dossier' : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return 'est sous un fichier, pas dans un dossier'
    throw error
  }
}

/** Lines `NAME=value`, the value in quotes or not. A line of another shape, or a name of Guichet that does not exist, was meant to be another. */
function readConfigFile(path: string | undefined): { values: Record<string, string>; faults: string[] } {
  if (!path) return { values: {}, faults: [] }
  if (!existsSync(path)) return { values: {}, faults: [`GUICHET_CONFIG : il n’y a pas de fichier ${path}`] }
  if (statSync(path).isDirectory())
    return { values: {}, faults: [`GUICHET_CONFIG : ${path} est un dossier, pas un fichier`] }
  const faults: string[] = []
  const values: Record<string, string> = {}
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const [before = '', ...rest] = text.split('=')
    const name = before.trim()
    if (rest.length === 0 || !SETTING_NAME.test(name))
      faults.push(`GUICHET_CONFIG : la ligne ${index + 1} de ${path} n’est pas de la forme NOM=valeur`)
    else if (Object.hasOwn(values, name)) faults.push(`${name} : ce réglage est donné deux fois (dans ${path})`)
    else values[name] = rest.join('=').trim().replace(QUOTED, '$1$2')
  }
  return { values, faults: [...faults, ...unknownSettings(Object.keys(values), { file: path })] }
}

/** Read by the scripts and the commands, not by the server. */
const BESIDE = ['GUICHET_CONFIG', 'GUICHET_PASSWORD']

/** Edits of a name that is not of Guichet's own shape: farther, it is another program's. */
const MOST_EDITS_OF_OTHERS = 2

/**
 * Names that were meant for Guichet and that nothing reads, with the nearest one that is read: whoever wrote one believes that something is set. The
 * environment holds other programs' settings too: there, only a name that is nearly one of `GUICHET_` was meant to be.
 */
function unknownSettings(names: readonly string[], where: { file: string } | 'environment'): string[] {
  const known = [...Object.keys(variables.shape), ...BESIDE]
  const typed = where === 'environment' ? known.filter((name) => name.startsWith('GUICHET_')) : known
  const place = where === 'environment' ? 'l’environnement' : where.file
  return names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const isOurs = /^guichets?_/i.test(name)
      const nearest = isOurs ? nearestName(name, known) : nearestName(name, typed, MOST_EDITS_OF_OTHERS)
      if (!isOurs && nearest === null) return []
      const remedy = nearest === null ? 'voyez la liste de docs/settings.md' : `vouliez-vous écrire ${nearest} ?`
      return [`${name} : ce réglage n’existe pas (dans ${place}) ; ${remedy}`]
    })
}

const SETTING_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const QUOTED = /^"(.*)"$|^'(.*)'$/

/** A domain is of one commune: named for two, it is of the first. */
function domainsOf(written: string): Map<string, string[]> {
  const domains = new Map<string, string[]>()
  const taken = new Set<string>()
  for (const pair of written.split(',').filter((one) => one !== '')) {
    const [communeId = '', domain = ''] = pair.trim().split('=')
    if (taken.has(domain)) continue
    taken.add(domain)
    domains.set(communeId, [...(domains.get(communeId) ?? []), domain])
  }
  return domains
}
