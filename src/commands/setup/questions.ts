import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { z } from 'zod'
import { type AskedTown, siteOf, type TownFault, townFaults } from '../../features/new-town/town-faults.js'
import { readOsmHours } from '../../features/places/read-osm-hours.js'
import type { OperatorKey } from '../../platform/model/say.js'
import { toUrl } from '../../platform/text/to-url.js'
import type { Outside } from '../doctor/outside.js'

/** What `guichet setup` is told, one text each; an empty one is an answer where a question may be left. */
export const ANSWERS = {
  name: '',
  address: '',
  postalCode: '',
  phone: '',
  email: '',
  hours: '',
  site: '',
  publicUrl: '',
  smtpUrl: '',
  mailFrom: '',
  webServer: 'caddy',
  certificate: '',
  certificateKey: '',
  adminName: '',
  adminEmail: '',
  adminPassword: '',
  port: '3000',
  dataDir: '/var/lib/guichet',
}

/** The name of an answer, and of its question. */
export type Question = keyof typeof ANSWERS
export type Answers = Record<Question, string>

/** In the order in which they are asked. */
export const QUESTIONS = Object.keys(ANSWERS) as Question[]

/** Why an answer is refused: a fault of the form of a new town, or one of these with what fills it. */
export type AnswerFault = { town: TownFault } | { key: OperatorKey; facts?: Record<string, string> }

/** What the answers are checked with. */
export interface AnswerCheck {
  outside: Pick<Outside, 'mailServer' | 'readiness'>
  /** Whether the mail server may be tried. */
  network: boolean
  passwordFault: (password: string, answers: Answers) => Promise<string | null>
}

const file = z.strictObject(
  Object.fromEntries(QUESTIONS.map((name) => [name, z.union([z.string(), z.number().transform(String)]).optional()])),
)

/** Reads a file of answers. @throws Error in words, naming what it holds and should not */
export function readAnswers(path: string): Answers {
  const read = file.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!read.success) throw new Error(`${path} : ${read.error.issues.map(({ message }) => message).join(' ; ')}`)
  return { ...ANSWERS, ...(read.data as Partial<Answers>) }
}

/** Whether a question is asked, by what was answered before it. */
export function isAsked(question: Question, { webServer, smtpUrl, certificate }: Answers): boolean {
  if (question === 'mailFrom') return smtpUrl !== ''
  if (question === 'certificate') return webServer === 'nginx'
  if (question === 'certificateKey') return webServer === 'nginx' && certificate !== ''
  return true
}

const DAYS: Record<string, string> = { lu: 'Mo', ma: 'Tu', me: 'We', je: 'Th', ve: 'Fr', sa: 'Sa', di: 'Su' }

/** Hours as a clerk writes them, "lun-ven 8h30-12h, 13h30-17h ; sam 9h-12h", or as OpenStreetMap does; an empty week for what cannot be read. Pure. */
export function hoursOf(text: string): AskedTown['hours'] {
  const spaced = text.toLowerCase().replace(/\s+/g, ' ')
  const days = spaced.replace(/\b(lu|ma|me|je|ve|sa|di)\p{L}*\.?/gu, (_, day: string) => DAYS[day] ?? '')
  const times = days.replace(
    /(\d{1,2}) ?h(?: ?(\d\d)(?! ?h))?/g,
    (_, hour: string, minutes = '00') => `${hour}:${minutes}`,
  )
  const joined = times
    .replace(/\b(?:du|de) /g, '')
    .replace(/ (?:à|au) | ?– ?/g, '-')
    .replace(/ et /g, ', ')
  return readOsmHours(joined.replace(/\b(\d):/g, '0$1:')) ?? {}
}

/** What a commune begins with. Pure. */
export function townOf(answers: Answers): AskedTown {
  const { name, address, postalCode, phone, email, site, adminName, adminEmail } = answers
  return { name, address, postalCode, phone, email, site, adminName, adminEmail, hours: hoursOf(answers.hours) }
}

/** What is wrong with an answer, beside those before it; `null`: nothing. */
export async function faultOf(question: Question, answers: Answers, check: AnswerCheck): Promise<AnswerFault | null> {
  const text = answers[question].trim()
  const ofTown = townFaults(townOf(answers))[question as keyof AskedTown]
  if (question === 'hours' && ofTown && text !== '') return { key: 'setup.hours.unread' }
  if (ofTown) return { town: ofTown }
  switch (question) {
    case 'publicUrl':
      return isPublic(text) ? null : { key: 'setup.publicUrl.wrong' }
    case 'smtpUrl':
      return text === '' ? null : smtpFault(text, check)
    case 'mailFrom':
      return /^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text)
        ? null
        : { key: 'setup.mailFrom.wrong' }
    case 'webServer':
      return text === 'caddy' || text === 'nginx' ? null : { key: 'setup.webServer.wrong' }
    case 'certificate':
      return text === '' ? null : certificateFault(text, answers.publicUrl)
    case 'certificateKey':
      return keyFault(text, answers.certificate)
    case 'adminPassword': {
      const why = await check.passwordFault(answers.adminPassword, answers)
      return why === null ? null : { key: 'doctor.fault', facts: { why } }
    }
    case 'port':
      return portFault(text, check)
    case 'dataDir':
      return text.startsWith('/') && !/\s/.test(text) ? null : { key: 'setup.dataDir.wrong' }
    default:
      return null
  }
}

function isPublic(text: string): boolean {
  const site = siteOf(text)
  return site !== null && /^https:/i.test(text) && new URL(site).pathname === '/' && !/[?#@\s]/.test(text)
}

async function smtpFault(text: string, { outside, network }: AnswerCheck): Promise<AnswerFault | null> {
  const url = toUrl(text)
  if (!url || !/^smtps?:$/.test(url.protocol)) return { key: 'setup.smtpUrl.wrong' }
  const fault = network ? await outside.mailServer(text) : null
  return fault === null ? null : { key: 'setup.smtpUrl.away', facts: { server: url.host, fault } }
}

function certificateFault(path: string, publicUrl: string): AnswerFault | null {
  const facts = { file: path }
  const certificate = readOr(() => new X509Certificate(readFileSync(path)))
  if (!certificate) return { key: 'setup.certificate.unread', facts }
  const host = new URL(publicUrl).hostname
  if (Date.parse(certificate.validTo) < Date.now()) return { key: 'setup.certificate.over', facts }
  return certificate.checkHost(host) ? null : { key: 'setup.certificate.other', facts: { ...facts, host } }
}

function keyFault(path: string, certificate: string): AnswerFault | null {
  const key = readOr(() => createPrivateKey(readFileSync(path)))
  const public_ = readOr(() => new X509Certificate(readFileSync(certificate)))
  return key && public_?.checkPrivateKey(key) ? null : { key: 'setup.certificateKey.wrong', facts: { file: path } }
}

function readOr<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** A port that is taken by our own server is right: setup is run again beside it. */
async function portFault(text: string, { outside }: AnswerCheck): Promise<AnswerFault | null> {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1024 || port > 65_535) return { key: 'setup.port.wrong' }
  if (await isFree(port)) return null
  const state = await outside.readiness(port)
  return state !== null && 'clock' in state ? null : { key: 'setup.port.taken', facts: { port: text } }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
