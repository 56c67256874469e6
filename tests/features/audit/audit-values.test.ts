import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { auditCsv } from '../../../src/features/audit/pages/audit-page.js'
import { auditWords, changedParts } from '../../../src/features/audit/pages/audit-values.js'
import { SETTING_FIELDS } from '../../../src/features/settings/pages/setting-fields.js'
import { COPY_GROUPS } from '../../../src/features/settings/settings.js'
import { ROUTING_MODES } from '../../../src/platform/model/commune.js'
import { RESOLUTIONS } from '../../../src/platform/model/handoff.js'
import { RETENTION_KINDS } from '../../../src/platform/model/retention.js'
import { ROLES } from '../../../src/platform/model/role.js'
import { WEBHOOK_EVENTS } from '../../../src/platform/model/webhook-event.js'
import { sampleAudit } from '../../ui/console/sample-settings.js'

const telling = { words: auditWords('fr'), names: { accueil: 'Accueil de la mairie', piscine: 'Nager à la piscine' } }

describe('what an act changed', () => {
  it('is told in words: the parts, the days, the states, the names of entries', () => {
    const hours = { 'accueil.hours.1': [['08:30', '12:00']] }
    expect(changedParts(hours, {}, telling)).toEqual([
      { name: 'Accueil de la mairie, Heures, lundi', before: '08:30–12:00', after: '' },
    ])
    const account = { departments: [], roles: ['agent', 'curator'], state: 'invited', secondFactor: false }
    expect(changedParts(null, account, telling)).toEqual([
      { name: 'Rôles', before: '', after: 'agent, rédaction' },
      { name: 'État', before: '', after: 'invité, pas encore venu' },
      { name: 'Deuxième facteur', before: '', after: 'non' },
    ])
    const taken = { name: 'fiches.csv', drafts: { piscine: 3, velo: 1 } }
    expect(changedParts(null, taken, telling)).toEqual([
      { name: 'Nom', before: '', after: 'fiches.csv' },
      { name: 'Brouillons', before: '', after: 'Nager à la piscine, velo' },
    ])
  })

  it('tells a number in full, however small', () => {
    expect(changedParts({ below: 0.6 }, { below: 0.65 }, telling)).toEqual([
      { name: 'Sous cette confiance', before: '0,6', after: '0,65' },
    ])
  })

  it('leaves out the numbers of the software’s own', () => {
    const gate = {
      verdict: 'passed',
      blockedBy: [],
      counts: { gained: 0 },
      promise: 0.02,
      errorBefore: 0.0184,
      thefts: [],
    }
    const parts = changedParts({ revision: 1 }, { revision: 2, publication: 'b7c2', gate }, telling)
    expect(parts.map(({ name }) => name)).toEqual(['Version', 'Vérification'])
    expect(parts[1]?.after.replace(/\s/g, ' ')).toBe('résultat : rien ne s’y opposait')
    expect(changedParts({ version: 4, basedOn: 1 }, null, telling)).toEqual([])
  })

  it('has words for every name that is not somebody’s own', () => {
    const { has } = telling.words
    const values = [...ROLES, ...WEBHOOK_EVENTS, ...COPY_GROUPS, ...RESOLUTIONS, ...ROUTING_MODES]
    expect(values.filter((value) => !has(`value.${value}`))).toEqual([])
    const parts = [...SETTING_FIELDS.flatMap(({ path }) => path), ...RETENTION_KINDS.slice(1)]
    expect(parts.filter((part) => !has(`part.${part}`))).toEqual([])
    const town = JSON.parse(readFileSync('knowledge/communes/villebourg.json', 'utf8'))
    const { id: _, position: __, help: ___, services, departments = {}, ...settings } = town
    const named = [...Object.values(services), ...Object.values(departments), ...Object.values(settings)]
    const keys = new Set(named.flatMap(keysIn))
    expect([...keys].filter((key) => key !== 'id' && !has(`part.${key}`))).toEqual([])
  })

  it('is as readable in the file', () => {
    const { rows, names } = sampleAudit()
    const file = auditCsv(rows, { words: telling.words, names })
    expect(file).toContain('services et horaires')
    expect(file).toContain('Accueil de la mairie, Téléphone')
  })
})

function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(keysIn)
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysIn(one)])
}
