import path from 'node:path'
import { parseArgs } from 'node:util'
import { DateTime } from 'luxon'
import { type Config, readConfig } from '../config.js'
import { type LiveCommunes, openLiveCommunes } from '../features/settings/live-communes.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Commune } from '../platform/model/commune.js'
import { STAFF_LANGUAGES, type StaffLanguage } from '../platform/model/language.js'
import type { OperatorKey } from '../platform/model/say.js'
import { documentDateInWords } from '../platform/time/date-in-words.js'
import { backupsIn } from './backups/back-up.js'
import { lastRestoration } from './backups/backup-format.js'
import { type Finding, found, loadOperatorWords, type SayOperator } from './doctor/finding.js'
import { lookAtDuties, lookAtEntries, readData, type SeenData } from './doctor/look-at-data.js'
import { lookAtMachine, lookAtModel } from './doctor/look-at-machine.js'
import {
  lookAtAddresses,
  lookAtCertificate,
  lookAtMail,
  lookAtServer,
  type NetworkLook,
} from './doctor/look-at-network.js'
import { type Outside, realOutside } from './doctor/outside.js'
import { lookAtPresence } from './doctor/rpnt.js'
import { faultInWords } from './fault-in-words.js'

const DAY_MS = 24 * 3_600_000
/** A backup of every night is never older, days. */
const BACKUP_DAYS = 2
/** A restoration was tried long ago after so many days. */
const RESTORATION_DAYS = 200

/** What is looked at, in the order in which it is told. */
type Part = 'machine' | 'data' | 'answers' | 'mail' | 'backup' | 'rpnt'

interface Wish {
  json: boolean
  language: StaffLanguage
  network: boolean
  dns: boolean
  rpnt: boolean
  backups: string
}

/**
 * `guichet doctor`: what is right of an installation, what is not, and what to do, while the server runs or not. It reads, and writes nothing.
 * @returns the exit status: 0, 1 when something is wrong, 2 for wrong usage
 */
export async function runDoctor(argv: string[], outside: Outside = realOutside()): Promise<number> {
  const wish = readWish(argv)
  if (!wish) {
    const say = await loadOperatorWords(process.env.GUICHET_KNOWLEDGE_DIR ?? 'knowledge', 'fr')
    process.stderr.write(`${say('doctor.usage')}\n`)
    return 2
  }
  const config = readConfig(process.env)
  const say = await loadOperatorWords(config.knowledgeDir, wish.language)
  const parts = await examine({ config, outside, wish, at: new Date() })
  process.stdout.write(wish.json ? asJson(parts, say) : inWords(parts, say))
  return parts.some(({ findings }) => findings.some(({ state }) => state === 'wrong')) ? 1 : 0
}

interface Examination {
  config: Config
  outside: Outside
  wish: Wish
  at: Date
}

interface ExaminedPart {
  part: Part
  findings: Finding[]
}

async function examine({ config, outside, wish, at }: Examination): Promise<ExaminedPart[]> {
  const look: NetworkLook = { config, outside, reach: wish, at, language: wish.language }
  const { findings: data, seen } = await readData(config, at)
  const town = await readTown(config, seen)
  const communes = town.liveCommunes?.byId ?? new Map<string, Commune>()
  const entries = await lookAtEntries(config, communes, { seen, at }).catch((error: unknown) => [contentFault(error)])
  return [
    { part: 'machine', findings: [...(await lookAtMachine(config)), await lookAtServer(look)] },
    { part: 'data', findings: [...data, ...(await lookAtDuties({ seen, at, dataDir: config.dataDir }))] },
    { part: 'answers', findings: [town.finding, await lookAtModel(config), ...entries] },
    {
      part: 'mail',
      findings: [await lookAtCertificate(look), ...(await addressesOf(town, look)), ...(await lookAtMail(look))],
    },
    { part: 'backup', findings: await lookAtBackups(wish, at) },
    ...(wish.rpnt ? [{ part: 'rpnt' as const, findings: await presences(communes, look) }] : []),
  ]
}

interface SeenTown {
  liveCommunes: LiveCommunes | null
  finding: Finding
}

async function addressesOf({ liveCommunes }: SeenTown, look: NetworkLook): Promise<Finding[]> {
  return liveCommunes ? lookAtAddresses(liveCommunes, look) : []
}

/** The communes as they are served; `null`, with why, where none can be. */
async function readTown(config: Config, { settings }: SeenData): Promise<SeenTown> {
  try {
    const documents = new Map(settings.map((one) => [one.communeId, one]))
    const store = {
      listSettingsEdits: async (id: string) => documents.get(id)?.edits ?? [],
      readAnswersSwitch: async (id: string) => documents.get(id)?.answers,
      readSuspension: async (id: string) => documents.get(id)?.suspension,
    }
    const liveCommunes = await openLiveCommunes({ files: await loadTown(config), store, publicUrl: config.publicUrl })
    const names = [...liveCommunes.byId.values()].map(({ nom }) => nom).join(', ')
    const finding = config.demonstration
      ? found('look', 'doctor.town.demonstration')
      : found('right', 'doctor.town.right', { names })
    return { liveCommunes, finding }
  } catch (error) {
    return { liveCommunes: null, finding: contentFault(error) }
  }
}

function contentFault(error: unknown): Finding {
  const why = faultInWords(error)
  if (why === null) throw error
  return found('wrong', 'doctor.fault', { why })
}

async function lookAtBackups({ backups }: Pick<Wish, 'backups'>, at: Date): Promise<Finding[]> {
  const folder = path.resolve(backups)
  const last = (await backupsIn(folder)).at(-1)
  const age = (instant: string) => Math.floor((at.getTime() - Date.parse(instant)) / DAY_MS)
  const madeAt = last?.replace(/^guichet-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z.*/, '$1T$2:$3:$4Z') ?? ''
  const facts = { folder, file: last ?? '', days: last ? String(age(madeAt)) : '' }
  const backup =
    last === undefined
      ? found('wrong', 'doctor.backup.none', facts)
      : age(madeAt) >= BACKUP_DAYS
        ? found('wrong', 'doctor.backup.old', facts)
        : found('right', 'doctor.backup.right', facts)
  const tried = await lastRestoration(folder)
  const since = tried ? { backup: tried.backup, days: String(age(tried.at)) } : {}
  const isTried = tried !== null && age(tried.at) < RESTORATION_DAYS
  return [
    backup,
    isTried ? found('right', 'doctor.restoration.right', since) : found('look', 'doctor.restoration.none'),
  ]
}

async function presences(communes: ReadonlyMap<string, Commune>, look: NetworkLook): Promise<Finding[]> {
  return (await Promise.all([...communes.values()].map((commune) => lookAtPresence(commune, look)))).flat()
}

function inWords(parts: readonly ExaminedPart[], say: SayOperator): string {
  const date = documentDateInWords(DateTime.now(), say.language)
  const lines = parts.flatMap(({ part, findings }) => [
    '',
    say(`doctor.part.${part}`),
    ...findings.flatMap(linesOf(say)),
  ])
  const wrong = parts.flatMap(({ findings }) => findings).filter(({ state }) => state === 'wrong').length
  const end = wrong === 0 ? say('doctor.all_right') : say('doctor.to_mend', { count: String(wrong) })
  return `${[say('doctor.title', { date }), ...lines, '', end].join('\n')}\n`
}

function linesOf(say: SayOperator): (finding: Finding) => string[] {
  return (finding) => {
    const remedy = say.remedy(finding)
    const state: OperatorKey = `doctor.state.${finding.state}`
    return [
      `  [${say(state)}] ${say(finding.key, finding.facts)}`,
      ...(remedy === null ? [] : [`      → ${remedy}`]),
      ...(finding.record === undefined ? [] : [`        ${finding.record}`]),
    ]
  }
}

function asJson(parts: readonly ExaminedPart[], say: SayOperator): string {
  const findings = parts.flatMap(({ part, findings }) =>
    findings.map((finding) => ({
      part,
      id: finding.key.replace(/^doctor\./, ''),
      state: finding.state,
      says: say(finding.key, finding.facts),
      todo: say.remedy(finding),
      record: finding.record ?? null,
      facts: finding.facts,
    })),
  )
  const isRight = findings.every(({ state }) => state !== 'wrong')
  return `${JSON.stringify({ right: isRight, findings }, null, 2)}\n`
}

function readWish(argv: string[]): Wish | null {
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        json: flag,
        lang: { type: 'string', default: 'fr' },
        'no-network': flag,
        dns: flag,
        rpnt: flag,
        backups: { type: 'string', default: './backups' },
      },
    })
    const language = STAFF_LANGUAGES.find((one) => one === values.lang)
    if (!language) return null
    const { json, dns, rpnt, backups } = values
    return { json, language, network: !values['no-network'], dns, rpnt, backups }
  } catch {
    return null
  }
}
