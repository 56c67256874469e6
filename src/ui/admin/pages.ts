import type { ComponentType } from 'preact'
import type { Role } from '../../platform/model/role.js'
import type { PageProps } from '../kit/page-props.js'
import type { ShellKey } from '../kit/shell-words.js'

/** The entries of the menu, in their order; each opens the first of its pages. */
export const PAGE_GROUPS = ['home', 'questions', 'entries', 'team', 'settings'] as const
/** One of {@link PAGE_GROUPS}. */
export type PageGroup = (typeof PAGE_GROUPS)[number]

/** A page of the administration, as it is declared. Its code is loaded when it is opened. */
interface DeclaredPage {
  /** Its name in the address: `#/alert`. */
  id: string
  /** What it was called: links and letters with that name lead to it. */
  former?: string
  group: PageGroup
  title: ShellKey
  /** Who may open it; whoever may not is not shown it. */
  roles: readonly Role[]
  load: () => Promise<ComponentType<PageProps>>
}

const PAGES = [
  {
    id: 'home',
    group: 'home',
    title: 'page.home',
    roles: ['curator', 'admin'],
    load: async () => (await import('./home-page.js')).HomePage,
  },
  {
    id: 'failures',
    group: 'questions',
    title: 'page.failures',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/failures/pages/failures-page.js')).FailuresPage,
  },
  {
    id: 'try',
    group: 'questions',
    title: 'page.try',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/entries/pages/try/try-page.js')).TryPage,
  },
  {
    id: 'conflicts',
    group: 'questions',
    title: 'page.conflicts',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/conflicts/pages/conflicts-page.js')).ConflictsPage,
  },
  {
    id: 'statistics',
    group: 'questions',
    title: 'page.statistics',
    roles: ['curator', 'supervisor', 'admin'],
    load: async () => (await import('../../features/statistics/pages/statistics-page.js')).StatisticsPage,
  },
  {
    id: 'entries',
    group: 'entries',
    title: 'page.entries',
    roles: ['curator', 'admin'],
    load: async () => (await import('./citizen-card.js')).EntriesWithCards,
  },
  {
    id: 'publication',
    group: 'entries',
    title: 'page.publication',
    roles: ['admin'],
    load: async () => (await import('../../features/publication/pages/publication.js')).Publication,
  },
  {
    id: 'national-feed',
    group: 'entries',
    title: 'page.national-feed',
    former: 'imports',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/national-feed/pages/national-feed-page.js')).NationalFeedPage,
  },
  {
    id: 'packs',
    group: 'entries',
    title: 'page.packs',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/packs/pages/packs-page.js')).PacksPage,
  },
  {
    id: 'exchange',
    group: 'entries',
    title: 'page.exchange',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/exchange/pages/exchange-page.js')).ExchangePage,
  },
  {
    id: 'team',
    group: 'team',
    title: 'page.team',
    former: 'accounts',
    roles: ['admin'],
    load: async () => (await import('./team-page.js')).TeamPage,
  },
  {
    id: 'pools',
    group: 'team',
    title: 'page.pools',
    roles: ['super-admin'],
    load: async () => (await import('../../features/pools/pages/pools-page.js')).PoolsPage,
  },
  {
    id: 'new-town',
    group: 'team',
    title: 'page.new-town',
    roles: ['admin'],
    load: async () => (await import('../../features/new-town/pages/new-town-page.js')).NewTownPage,
  },
  {
    id: 'checks',
    group: 'team',
    title: 'page.checks',
    roles: ['admin'],
    load: async () => (await import('../../features/validation/pages/checks-section.js')).ChecksSection,
  },
  {
    id: 'settings',
    group: 'settings',
    title: 'page.settings',
    roles: ['admin'],
    load: async () => (await import('../../features/settings/pages/settings-page.js')).SettingsPage,
  },
  {
    id: 'alert',
    group: 'settings',
    title: 'page.alert',
    roles: ['admin'],
    load: async () => (await import('../../features/town-alert/pages/alert-section.js')).AlertSection,
  },
  {
    id: 'answers',
    group: 'settings',
    title: 'page.answers',
    roles: ['admin'],
    load: async () => (await import('../../features/entries/pages/answers/answers-page.js')).AnswersPage,
  },
  {
    id: 'first-run',
    group: 'settings',
    title: 'page.first-run',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/first-run/pages/first-run-page.js')).FirstRunPage,
  },
  {
    id: 'theme',
    group: 'settings',
    title: 'page.theme',
    roles: ['admin'],
    load: async () => (await import('../../features/settings/pages/theme/theme-section.js')).ThemeSection,
  },
  {
    id: 'webhooks',
    group: 'settings',
    title: 'page.webhooks',
    roles: ['admin'],
    load: async () => (await import('../../features/webhooks/pages/webhooks-page.js')).WebhooksPage,
  },
  {
    id: 'appointments',
    group: 'settings',
    title: 'page.appointments',
    roles: ['admin'],
    load: async () => (await import('../../features/appointments/pages/appointments-page.js')).AppointmentsPage,
  },
  {
    id: 'privacy',
    group: 'settings',
    title: 'page.privacy',
    roles: ['admin'],
    load: async () => (await import('../../features/retention/pages/privacy-page.js')).PrivacyPage,
  },
  {
    id: 'service',
    group: 'settings',
    title: 'page.service',
    roles: ['admin'],
    load: async () => (await import('../../features/service/pages/service-page.js')).ServicePage,
  },
  {
    id: 'audit',
    group: 'settings',
    title: 'page.audit',
    roles: ['admin'],
    load: async () => (await import('../../features/audit/pages/audit-page.js')).AuditPage,
  },
] as const satisfies readonly DeclaredPage[]

/** A page of the administration, by one of the ids that are declared. */
export type AdminPage = DeclaredPage & { id: (typeof PAGES)[number]['id'] }

/** The pages, in the order of the menu. Whoever comes without an address is shown the first that is hers. */
export const ADMIN_PAGES: readonly AdminPage[] = PAGES

/** The pages of somebody, by her roles. */
export function pagesFor(roles: readonly Role[]): AdminPage[] {
  return ADMIN_PAGES.filter((page) => page.roles.some((role) => roles.includes(role)))
}

/** The page of that name, whether it is its name now or its former one. */
export function pageNamed(name: string, pages: readonly AdminPage[]): AdminPage | undefined {
  return pages.find(({ id, former }) => [id, former].includes(name))
}
