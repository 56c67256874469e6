import type { Commune } from '../../platform/model/commune.js'
import { toUrl } from '../../platform/text/to-url.js'

/**
 * Endings of names that a French body runs, and `.eu`, by criterion 1.2 of the reference.
 * Source: suitenumerique/st-home, src/pages/conformite/referentiel.tsx at f6d9386 (version 0.1, 10 April 2025).
 */
const SOVEREIGN = [
  ...['fr', 'alsace', 'bzh', 'corsica', 'paris', 'eu'],
  ...['re', 'yt', 'gp', 'mq', 'gf', 'pm', 'wf', 'tf', 'nc', 'pf'],
]

/** Providers of mailboxes that anybody may open, whatever the country: an address there is no town's. */
const GENERIC = [
  ...['gmail', 'googlemail', 'hotmail', 'outlook', 'live', 'msn', 'yahoo', 'ymail', 'icloud', 'me', 'aol', 'gmx'],
  ...['proton', 'protonmail', 'laposte', 'orange', 'wanadoo', 'free', 'sfr', 'neuf', 'bbox', 'numericable'],
]

/** The criteria of the reference of territorial digital presence (RPNT) that the settings of a commune tell, without asking anybody. */
export const SETTINGS_CRITERIA = ['1.2', '1.4', '2.2', '2.3'] as const
/** One of {@link SETTINGS_CRITERIA}. */
export type SettingsCriterion = (typeof SETTINGS_CRITERIA)[number]

/** Whether a commune meets them: of its site and of the mail address of its reception, as far as they are written down. Pure. */
export function settingsPresence({
  site,
  services,
  reception,
}: Pick<Commune, 'site' | 'services' | 'reception'>): Partial<Record<SettingsCriterion, boolean>> {
  const url = toUrl(site)
  const domain = mailDomainOf(services[reception]?.courriel ?? '')
  const siteDomain = url && domainOf(site)
  return {
    ...(url && { '1.2': SOVEREIGN.includes(url.hostname.split('.').at(-1) ?? ''), '1.4': url.protocol === 'https:' }),
    ...(domain && { '2.2': !GENERIC.includes(domain.split('.')[0] ?? '') }),
    ...(domain && siteDomain && { '2.3': siteDomain === domain || siteDomain.endsWith(`.${domain}`) }),
  }
}

/** The domain of a mail address; `null` where it has none. */
export function mailDomainOf(mail: string): string | null {
  return mail.includes('@') ? mail.slice(mail.lastIndexOf('@') + 1).toLowerCase() : null
}

/** The domain of a site, without `www.`. */
export function domainOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '')
}
