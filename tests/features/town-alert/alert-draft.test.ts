import { describe, expect, it } from '@jest/globals'
import { alertRoutes } from '../../../src/features/town-alert/contract.js'
import { type AlertDraft, checkDraft, draftOf, toRequest } from '../../../src/features/town-alert/pages/alert-draft.js'
import { type Alert, MAX_ALERT_ENTRIES } from '../../../src/platform/model/alert.js'
import { townInstant } from '../../../src/ui/kit/town-clock.js'
import { fc } from '../../properties.js'

const NOW = new Date('2026-11-25T01:10:30.000Z')
const empty = draftOf(null, NOW)
const faultsOf = (patch: Partial<AlertDraft>) => [...checkDraft({ ...empty, fr: 'La Loire monte.', ...patch }, NOW)]

describe('an announcement being written', () => {
  it('begins now and lasts a day, unless one is there', () => {
    expect(Date.parse(empty.to) - Date.parse(empty.from)).toBe(24 * 3_600_000)
    expect(townInstant(empty.from).toISOString()).toBe('2026-11-25T01:10:00.000Z')
    expect(empty.entries).toHaveLength(MAX_ALERT_ENTRIES)
    expect(faultsOf({})).toEqual([])
  })

  it.each<[string, Partial<AlertDraft>, unknown]>([
    ['a text', { fr: ' ' }, ['fr', 'admin.alert.textMissing']],
    ['an end after its beginning', { to: empty.from }, ['to', 'admin.alert.datesWrong']],
    ['an end that is not over', { from: '2026-11-20T10:00', to: '2026-11-20T12:00' }, ['to', 'admin.alert.datesWrong']],
    ['whole dates', { to: '' }, ['to', 'admin.alert.datesWrong']],
    ['a link with its text', { linkUrl: 'https://www.vigicrues.gouv.fr' }, ['linkUrl', 'admin.alert.linkWrong']],
    ['a secure link', { linkLabel: 'Vigicrues', linkUrl: 'http://a.fr' }, ['linkUrl', 'admin.alert.linkWrong']],
  ])('needs %s', (_, patch, fault) => {
    expect(faultsOf(patch)).toEqual([fault])
  })

  it('is sent as the server takes it, and read again as it was', () => {
    const minute = fc.integer({ min: 0, max: 500_000 })
    const words = fc.string({ minLength: 1, maxLength: 100 }).filter((text) => text.trim() === text && text !== '')
    const drafts = fc.tuple(minute, fc.integer({ min: 1, max: 50_000 }), words, fc.option(words), fc.boolean())
    fc.assert(
      fc.property(drafts, ([start, length, fr, en, linked]) => {
        const from = new Date(NOW.getTime() - (NOW.getTime() % 60_000) + start * 60_000)
        const alert: Alert = {
          level: 'urgent',
          from: from.toISOString(),
          to: new Date(from.getTime() + length * 60_000).toISOString(),
          text: { fr, ...(en && { en }) },
          entries: ['risques-alertes'],
          link: linked ? { label: 'Vigicrues', url: 'https://www.vigicrues.gouv.fr/' } : null,
        }
        const draft = draftOf(alert, NOW)
        expect([...checkDraft(draft, NOW)]).toEqual([])
        const sent = toRequest(draft)
        expect(alertRoutes.announce.body.parse(sent)).toEqual(sent)
        expect(sent).toEqual(alert)
      }),
    )
  })
})
