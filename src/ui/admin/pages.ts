import type { ComponentType } from 'preact'
import type { Role } from '../../platform/model/role.js'
import type { ShellKey } from '../kit/admin-words.js'
import type { PageProps } from '../kit/page-props.js'

/** Groups of pages, in the order of the menu. */
export const PAGE_GROUPS = ['content', 'reception', 'installation'] as const
/** One of {@link PAGE_GROUPS}. */
export type PageGroup = (typeof PAGE_GROUPS)[number]

/** A page of the administration. Its code is loaded when it is opened. */
export interface AdminPage {
  /** Its name in the address: `#/alert`. */
  id: string
  group: PageGroup
  title: ShellKey
  /** Who may open it; whoever may not is not shown it. */
  roles: readonly Role[]
  load: () => Promise<ComponentType<PageProps>>
}

/** The pages, in the order of the menu. Whoever comes without an address is shown the first that is hers. */
export const ADMIN_PAGES: readonly AdminPage[] = [
  {
    id: 'failures',
    group: 'content',
    title: 'page.failures',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/failures/pages/failures-page.js')).FailuresPage,
  },
  {
    id: 'entries',
    group: 'content',
    title: 'page.entries',
    roles: ['curator', 'admin'],
    load: async () => (await import('./citizen-card.js')).EntriesWithCards,
  },
  {
    id: 'conflicts',
    group: 'content',
    title: 'page.conflicts',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/conflicts/pages/conflicts-page.js')).ConflictsPage,
  },
  {
    id: 'try',
    group: 'content',
    title: 'page.try',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/entries/pages/try/try-page.js')).TryPage,
  },
  {
    id: 'exchange',
    group: 'content',
    title: 'page.exchange',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/imports/pages/exchange-page.js')).ExchangePage,
  },
  {
    id: 'packs',
    group: 'content',
    title: 'page.packs',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/packs/pages/packs-page.js')).PacksPage,
  },
  {
    id: 'publication',
    group: 'content',
    title: 'page.publication',
    roles: ['admin'],
    load: async () => (await import('../../features/publication/pages/publication.js')).Publication,
  },
  {
    id: 'imports',
    group: 'content',
    title: 'page.imports',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/national-feed/pages/imports-page.js')).ImportsPage,
  },
  {
    id: 'statistics',
    group: 'content',
    title: 'page.statistics',
    roles: ['curator', 'supervisor', 'admin'],
    load: async () => (await import('../../features/statistics/pages/statistics-page.js')).StatisticsPage,
  },
  {
    id: 'alert',
    group: 'reception',
    title: 'page.alert',
    roles: ['admin'],
    load: async () => (await import('../../features/alerts/pages/admin/alert-section.js')).AlertSection,
  },
  {
    id: 'answers',
    group: 'reception',
    title: 'page.answers',
    roles: ['admin'],
    load: async () => (await import('../../features/entries/pages/answers/answers-page.js')).AnswersPage,
  },
  {
    id: 'team',
    group: 'reception',
    title: 'page.team',
    roles: ['admin'],
    load: async () => (await import('../../features/handoffs/pages/reception/agents-section.js')).AgentsSection,
  },
  {
    id: 'pools',
    group: 'reception',
    title: 'page.pools',
    roles: ['super-admin'],
    load: async () => (await import('../../features/pools/pages/pools-page.js')).PoolsPage,
  },
  {
    id: 'checks',
    group: 'reception',
    title: 'page.checks',
    roles: ['admin'],
    load: async () => (await import('../../features/validation/pages/admin/checks-section.js')).ChecksSection,
  },
  {
    id: 'first-run',
    group: 'installation',
    title: 'page.first-run',
    roles: ['curator', 'admin'],
    load: async () => (await import('../../features/first-run/pages/first-run-page.js')).FirstRunPage,
  },
  {
    id: 'accounts',
    group: 'installation',
    title: 'page.accounts',
    roles: ['admin'],
    load: async () => (await import('../../features/accounts/pages/admin/accounts-page.js')).AccountsPage,
  },
  {
    id: 'service',
    group: 'installation',
    title: 'page.service',
    roles: ['admin'],
    load: async () => (await import('../../features/service/pages/service-page.js')).ServicePage,
  },
  {
    id: 'settings',
    group: 'installation',
    title: 'page.settings',
    roles: ['admin'],
    load: async () => (await import('../../features/settings/pages/settings-page.js')).SettingsPage,
  },
  {
    id: 'webhooks',
    group: 'installation',
    title: 'page.webhooks',
    roles: ['admin'],
    load: async () => (await import('../../features/webhooks/pages/webhooks-page.js')).WebhooksPage,
  },
  {
    id: 'theme',
    group: 'installation',
    title: 'page.theme',
    roles: ['admin'],
    load: async () => (await import('../../features/settings/pages/theme/theme-section.js')).ThemeSection,
  },
  {
    id: 'privacy',
    group: 'installation',
    title: 'page.privacy',
    roles: ['admin'],
    load: async () => (await import('../../features/retention/pages/privacy-page.js')).PrivacyPage,
  },
  {
    id: 'audit',
    group: 'installation',
    title: 'page.audit',
    roles: ['admin'],
    load: async () => (await import('../../features/audit/pages/audit-page.js')).AuditPage,
  },
]

/** The pages of somebody, by her roles. */
export function pagesFor(roles: readonly Role[]): AdminPage[] {
  return ADMIN_PAGES.filter((page) => page.roles.some((role) => roles.includes(role)))
}
