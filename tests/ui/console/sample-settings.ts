import type { AuditView } from '../../../src/features/audit/contract.js'
import type { SettingsView } from '../../../src/features/settings/contract.js'
import { commune, service } from '../../platform/model/sample-commune.js'

/** Settings of a small town, one of them changed over its file. */
export function sampleSettings(): SettingsView {
  const { id: _, ...file } = commune()
  const seasons = [{ from: '07-13', to: '08-22', hours: { 1: [['08:30', '12:00'] as [string, string]] } }]
  const closures = [{ from: '2026-12-24', to: '2026-12-24', reason: 'veille de Noël' }]
  const departments = { civil: { nom: 'État civil', categories: ['etat-civil'] } }
  const suggestions = {
    pages: [{ path: '/famille', entries: ['cantine'] }],
    seasons: [{ from: '03-01', to: '04-30', entries: ['cantine'] }],
  }
  const closeReasons = [
    { id: 'given', nom: 'Dossier donné au guichet', outcome: 'done' as const, kinds: ['desk' as const] },
    { id: 'sent', nom: 'Orienté', outcome: 'redirected' as const },
  ]
  const values = { ...file, services: { accueil: service({ seasons }), ccas: service({ nom: 'CCAS' }) } }
  return {
    version: 1,
    values: { ...values, closures, departments, suggestions, closeReasons },
    file: values,
    changed: ['closures'],
    history: [
      {
        version: 1,
        at: '2026-11-24T09:00:00.000Z',
        by: 'Ada',
        why: 'Noël',
        keys: ['closures'],
        copiedFrom: 'Zedville',
      },
    ],
    isFileAlone: false,
    mayChangeAddress: true,
    today: '2026-11-24',
  }
}

/** One change, with its reason. */
export function sampleAudit(): AuditView {
  const row: AuditView['rows'][number] = {
    id: 'row-1',
    at: '2026-11-24T09:00:00.000Z',
    userId: 'ada',
    userName: 'Ada',
    action: 'settings_changed',
    target: { kind: 'settings', id: 'services' },
    targetName: null,
    before: { 'accueil.telephone': '02 61 91 00 00', 'accueil.hours.1': [['08:30', '12:00']] },
    after: { 'accueil.telephone': '02 61 91 00 99' },
    why: 'Nouveau numéro',
  }
  return { rows: [row], next: null, names: { accueil: 'Accueil de la mairie' }, people: [{ id: 'ada', name: 'Ada' }] }
}
