import { DateTime } from 'luxon'
import type { Config } from '../../config.js'
import type { LiveCommunes } from '../../features/settings/live-communes.js'
import type { AddressFault } from '../../features/settings/public-names.js'
import type { Commune } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import { type Finding, found } from './finding.js'
import type { Outside } from './outside.js'

const DAY_MS = 24 * 3_600_000
/** Days before its end in which a certificate should have been renewed: those that renew themselves do so at 30. */
const RENEWED_DAYS = 21

/** How far a look may go: whether it may leave this machine, and whether it may ask the DNS about the town. */
export interface Reach {
  network: boolean
  dns: boolean
}

/** What the looks at the network are given. */
export interface NetworkLook {
  config: Pick<Config, 'port' | 'publicUrl' | 'mail'>
  outside: Outside
  reach: Reach
  at: Date
  language: StaffLanguage
}

/** What the server of this machine says of itself; this never leaves the machine. */
export async function lookAtServer({ config, outside }: Pick<NetworkLook, 'config' | 'outside'>): Promise<Finding> {
  const port = String(config.port)
  const state = await outside.readiness(config.port)
  if (state === null) return found('look', 'doctor.server.stopped', { port })
  if (state.status === 'ready') return found('right', 'doctor.server.ready', { port })
  const why = String(state.modelReason ?? state.storage ?? '')
  return state.status === 'degraded'
    ? found('look', 'doctor.server.degraded', { why })
    : found('wrong', 'doctor.server.not_ready', { why })
}

/** The certificate of the public address. */
export async function lookAtCertificate(look: NetworkLook): Promise<Finding> {
  const { publicUrl } = look.config
  return publicUrl === null
    ? found('unknown', 'doctor.certificate.no_address')
    : certificateAt(new URL(publicUrl), look)
}

/** Addresses that are asked at once. */
const AT_ONCE = 8

/** The communes' own addresses: the certificate of each, and whether its name leads to this server. What is right is told once for all. */
export async function lookAtAddresses(
  liveCommunes: Pick<LiveCommunes, 'byId' | 'settingsOf'>,
  look: NetworkLook,
): Promise<Finding[]> {
  const communes = [...liveCommunes.byId.values()]
  const faulty = communes.flatMap(({ id, nom: town }) => {
    const { addressFault, wanted } = liveCommunes.settingsOf(id)
    return addressFault ? [addressFinding(addressFault, { town, address: wanted.publicUrl ?? '' })] : []
  })
  const addressed = communes.filter(({ publicUrl }) => publicUrl !== undefined)
  const count = String(addressed.length)
  if (addressed.length === 0) return faulty
  if (!look.reach.network) return [...faulty, found('unknown', 'doctor.addresses.unasked', { count })]
  const findings: Finding[] = []
  for (let first = 0; first < addressed.length; first += AT_ONCE) {
    const some = addressed.slice(first, first + AT_ONCE)
    findings.push(...(await Promise.all(some.map((commune) => lookAtAddress(commune, look)))).flat())
  }
  return [...faulty, ...(findings.length > 0 ? findings : [found('right', 'doctor.addresses.right', { count })])]
}

function addressFinding(fault: AddressFault, facts: { town: string; address: string }): Finding {
  const by = fault.fault === 'taken' ? fault.by.nom : ''
  return found('wrong', `doctor.address.${fault.fault}`, { ...facts, by })
}

/** What is to be seen to of a commune's address. Only a server of ours that is asked by this very name tells it in what it says to robots. */
async function lookAtAddress({ nom: town, publicUrl = '' }: Commune, look: NetworkLook): Promise<Finding[]> {
  const certificate = await certificateAt(new URL(publicUrl), look)
  if (certificate.state === 'wrong') return [certificate]
  const facts = { town, address: publicUrl }
  const robots = await look.outside.text(`${publicUrl}/robots.txt`)
  const told = certificate.state === 'right' ? [] : [certificate]
  if ('fault' in robots) return [...told, found('wrong', 'doctor.address.away', { ...facts, fault: robots.fault })]
  const isOurs = robots.text.includes(`Sitemap: ${publicUrl}/sitemap.xml`)
  return isOurs ? told : [...told, found('wrong', 'doctor.address.elsewhere', facts)]
}

async function certificateAt(url: URL, { outside, reach, at, language }: NetworkLook): Promise<Finding> {
  const facts = { address: url.host }
  if (url.protocol !== 'https:') return found('wrong', 'doctor.certificate.plain', facts)
  if (!reach.network) return found('unknown', 'doctor.certificate.unasked', facts)
  const certificate = await outside.certificate(url)
  if ('fault' in certificate)
    return /CERT|SELF_SIGNED|ALTNAME|VERIFY/.test(certificate.fault)
      ? found('wrong', 'doctor.certificate.refused', { ...facts, fault: certificate.fault })
      : found('look', 'doctor.certificate.away', { ...facts, fault: certificate.fault })
  const days = Math.floor((Date.parse(certificate.until) - at.getTime()) / DAY_MS)
  const date = documentDateInWords(DateTime.fromISO(certificate.until), language)
  const told = { ...facts, date, days: String(days) }
  return days < RENEWED_DAYS
    ? found('look', 'doctor.certificate.soon', told)
    : found('right', 'doctor.certificate.right', told)
}

/** The mail server, and the records of the DNS by which others believe its mails. */
export async function lookAtMail(look: NetworkLook): Promise<Finding[]> {
  const { config, outside, reach } = look
  if (config.mail === null) return [found('look', 'doctor.mail.off')]
  const server = new URL(config.mail.url).host
  const fault = reach.network ? await outside.mailServer(config.mail.url) : ''
  const isThere =
    fault === ''
      ? found('unknown', 'doctor.mail.unasked', { server })
      : fault === null
        ? found('right', 'doctor.mail.right', { server })
        : found('wrong', 'doctor.mail.away', { server, fault })
  return [isThere, ...(await senderRecords(look, config.mail))]
}

async function senderRecords(
  { outside, reach }: NetworkLook,
  { url, from }: { url: string; from: string },
): Promise<Finding[]> {
  // An address, or `Name <address>`.
  const address = from
    .slice(from.lastIndexOf('<') + 1)
    .replace('>', '')
    .trim()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const facts = { domain }
  const asked = reach.network && reach.dns
  const has = async (name: string, version: RegExp) =>
    asked ? (await outside.texts(name).catch(() => [])).some((text) => version.test(text)) : null
  const one = (isThere: boolean | null, kind: 'spf' | 'dmarc', record: string): Finding =>
    isThere
      ? found('right', `doctor.${kind}.right`, facts)
      : { ...found(isThere === null ? 'unknown' : 'wrong', `doctor.${kind}.to_set`, facts), record }
  return [
    one(await has(domain, /^v=spf1\b/i), 'spf', `${domain}. TXT "v=spf1 mx a:${new URL(url).hostname} -all"`),
    {
      ...found('unknown', 'doctor.dkim.to_set', facts),
      record: `selecteur._domainkey.${domain}. TXT "v=DKIM1; k=rsa; p=…"`,
    },
    one(
      await has(`_dmarc.${domain}`, /^v=DMARC1\b/i),
      'dmarc',
      `_dmarc.${domain}. TXT "v=DMARC1; p=quarantine; rua=mailto:${address}"`,
    ),
  ]
}
