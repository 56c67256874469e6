import { domainOf, mailDomainOf, settingsPresence } from '../../features/truth-sheet/web-presence.js'
import type { Commune } from '../../platform/model/commune.js'
import { toUrl } from '../../platform/text/to-url.js'
import { type Finding, type FindingState, found } from './finding.js'
import type { Reach } from './look-at-network.js'
import type { Outside, Page } from './outside.js'

/** The sixteen criteria; those of which nothing here knows are passed over to whoever can see. */
const CRITERIA = [
  ...(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8'] as const),
  ...(['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8'] as const),
]
type Criterion = (typeof CRITERIA)[number]

/** Those that the reference only recommends. */
const RECOMMENDED: readonly Criterion[] = ['1.7', '1.8', '2.5', '2.6', '2.7']

/** What is known of a criterion: passed, failed, or not to be seen from here. */
type Verdict = boolean | null

/**
 * The sixteen criteria of the reference of territorial digital presence (RPNT) of the ANCT, for the site and the mail address of a commune.
 * Source: suitenumerique/st-home, src/components/map/rcpntRefs.json at 3ae88a7 (the list and which are recommended).
 */
export async function lookAtPresence(
  { nom, ...commune }: Pick<Commune, 'site' | 'services' | 'reception' | 'nom'>,
  { outside, reach }: Ways,
): Promise<Finding[]> {
  const { site } = commune
  const siteUrl = toUrl(site)
  const mail = commune.services[commune.reception]?.courriel ?? ''
  const domain = mailDomainOf(mail)
  const verdicts: Partial<Record<Criterion, Verdict>> = {
    ...settingsPresence(commune),
    ...(siteUrl && reach.network ? await siteVerdicts(siteUrl, outside) : {}),
    ...(domain && reach.network && reach.dns ? await mailVerdicts(domain, outside) : {}),
  }
  return CRITERIA.map((criterion) =>
    found(stateOf(criterion, verdicts[criterion] ?? null), `doctor.rpnt.${criterion}`, { town: nom, site, mail }),
  )
}

function stateOf(criterion: Criterion, verdict: Verdict): FindingState {
  if (verdict === null) return 'unknown'
  if (verdict) return 'right'
  return RECOMMENDED.includes(criterion) ? 'look' : 'wrong'
}

type Ways = { outside: Outside; reach: Reach }

async function siteVerdicts(site: URL, outside: Outside): Promise<Partial<Record<Criterion, Verdict>>> {
  const isSecure = site.protocol === 'https:'
  const page = await outside.page(site.href)
  const certificate = isSecure ? await outside.certificate(site) : { fault: 'plain' }
  const variants = [`http://${site.host}/`, `https://${twinOf(site.hostname)}/`]
  const ends = await Promise.all(variants.map((url) => outside.page(url)))
  return {
    '1.3': isReached(page),
    '1.5': 'until' in certificate,
    '1.6': 'url' in page ? domainOf(page.url) === domainOf(site.href) : null,
    '1.7': ends.every((end) => isReached(end) && 'url' in end && end.url.startsWith(site.origin)),
  }
}

function isReached(page: Page): boolean {
  return 'status' in page && page.status < 400
}

/** The name with `www.` for one without, and the reverse. */
function twinOf(hostname: string): string {
  return hostname.startsWith('www.') ? hostname.slice(4) : `www.${hostname}`
}

async function mailVerdicts(domain: string, outside: Outside): Promise<Partial<Record<Criterion, Verdict>>> {
  const texts = (name: string) => outside.texts(name).catch(() => null)
  const [exchangers, own, policy] = await Promise.all([
    outside.mailExchangers(domain).catch(() => null),
    texts(domain),
    texts(`_dmarc.${domain}`),
  ])
  const dmarc = policy?.filter((text) => /^v=DMARC1\b/i.test(text)) ?? null
  return {
    '2.4': exchangers && exchangers.length > 0,
    '2.5': own?.some((text) => /^v=spf1\b/i.test(text)) ?? null,
    '2.6': dmarc && dmarc.length > 0,
    '2.7': dmarc?.some((text) => /\bp=(?:quarantine|reject)\b/i.test(text)) ?? null,
  }
}
