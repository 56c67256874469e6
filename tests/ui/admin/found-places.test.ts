import { describe, expect, it } from '@jest/globals'
import { settingsWords } from '../../../src/features/settings/pages/list-acts.js'
import { SETTING_FIELDS, SETTING_GROUPS } from '../../../src/features/settings/pages/setting-fields.js'
import type { Role } from '../../../src/platform/model/role.js'
import { findPlaces } from '../../../src/ui/admin/found-places.js'
import { ADMIN_PAGES, pagesFor } from '../../../src/ui/admin/pages.js'
import { shellWords } from '../../../src/ui/kit/shell-words.js'

const find = (q: string, roles: Role[] = ['admin', 'super-admin'], language: 'fr' | 'en' = 'fr') =>
  findPlaces(q, pagesFor(roles), language, 6)
const ids = (q: string, roles?: Role[]) => find(q, roles).map(({ id }) => id)

describe.each(['fr', 'en'] as const)('the places of the administration (%s)', (language) => {
  it('are pages, each found by its own title', () => {
    const { say } = shellWords(language)
    const lost = ADMIN_PAGES.filter(({ id, title }) => {
      const label = say(title)
      return !find(label, undefined, language).some((one) => one.id === `#/${id}` && one.label === label)
    })
    expect(lost.map(({ id }) => id)).toEqual([])
  })

  it('are the settings by the titles of their groups and the labels of their fields', () => {
    const { say } = settingsWords(language)
    const wanted = [
      ...SETTING_GROUPS.map((group) => ({ id: `#/settings/${group}`, label: say(`group.${group}`) })),
      ...SETTING_FIELDS.map(({ id, group }) => ({
        id: `#/settings/${group}?${new URLSearchParams({ field: id })}`,
        label: say(`field.${id}` as Parameters<typeof say>[0]),
      })),
    ]
    const lost = wanted.filter(({ id, label }) => !find(label, undefined, language).some((one) => one.id === id))
    expect(lost).toEqual([])
  })
})

describe('what is remembered of a place', () => {
  it('is its name, a word of its form, or what a button there says', () => {
    expect(ids('horaires')[0]).toBe('#/settings/services')
    expect(ids('mot de passe')).toEqual(expect.arrayContaining(['#/team', '/compte']))
    expect(ids('telephone')).toContain('#/settings/services')
    expect(ids('jours feries')).toContain('#/settings/closures')
    expect(ids('ce qui est repris')).toContain('#/new-town')
    expect(ids('statistques')[0]).toBe('#/statistics')
    expect(find('mot de passe').find(({ id }) => id === '#/team')?.hint).toMatch(/mot de passe/)
  })

  it('leads nowhere that is not hers', () => {
    expect(ids('horaires', ['curator']).filter((id) => id.startsWith('#/settings'))).toEqual([])
    expect(ids('équipe', ['curator'])).not.toContain('#/team')
    expect(ids('statistiques', ['supervisor'])).toEqual(['#/statistics'])
  })
})
