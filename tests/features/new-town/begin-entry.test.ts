import { describe, expect, it } from '@jest/globals'
import { checkContent } from '../../../src/features/entries/lint/check-content.js'
import { entryForTown, placesIn, sharedBase } from '../../../src/features/new-town/begin-entry.js'
import { communeIdOf, foundedCommune } from '../../../src/features/new-town/begin-town.js'
import { knownFacts } from '../../../src/features/new-town/find-facts.js'
import { townFaults } from '../../../src/features/new-town/town-faults.js'
import { checkCommune } from '../../../src/features/settings/commune-schema.js'
import { factsOfTown } from '../../../src/features/settings/town-facts.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { entry } from '../entries/sample-entry.js'
import { ASKED, FIRST, factsIn, OWN } from './first-town.js'

const { commune: SECOND } = foundedCommune({ id: 'aubrac', name: ASKED.name, source: FIRST, facts: ASKED })
const sampleEntry = entry('demander-un-acte')
const shared = new Map([[sampleEntry.id, sampleEntry]])
const begin = (patch: Partial<Entry> = {}) =>
  entryForTown(
    { ...(OWN[0] as Entry), simple: null, ...patch },
    {
      from: FIRST,
      to: SECOND,
      facts: knownFacts([...factsOfTown(FIRST), { kind: 'person', text: 'Odile Ferrand' }]),
      shared: sharedBase(shared),
      day: '2026-12-01',
    },
  )
const section = (text: string) =>
  begin({ sections: { ...(OWN[0] as Entry).sections, brief: text } }).content.sections.brief

describe('an entry that another town begins with', () => {
  it('has nothing of the first town, and says where each fact is to be written', () => {
    const { entryId, content } = begin()
    expect(factsIn(JSON.stringify({ entryId, content }))).toEqual([])
    expect(entryId).toBe('piscine')
    expect(content).toMatchObject({
      title: 'Aller à la [à compléter : nom]',
      owner: 'accueil',
      verifiedAt: null,
      source: { name: 'Aubrac-le-Haut', url: '', date: '2026-12-01' },
      online: [{ label: 'Réserver un couloir', url: '[à compléter : adresse de la page]' }],
      toCheck: ['Les jours fermés'],
      questions: ['la piscine est ouverte quand'],
    })
    expect(content.summary).toBe(
      'La piscine de {{commune.nom}} ouvre le [à compléter : jours et heures]. L’entrée coûte [à compléter : prix].',
    )
    expect(content.sections.place).toContain('À l’accueil : {{accueil.adresse}}.')
    expect(content).not.toHaveProperty('fromCitizens')
  })

  it('cannot be published while a place is left, and can once they are filled', () => {
    const { content } = begin()
    expect(placesIn(content)).toBeGreaterThan(8)
    const around = { file: undefined, entryIds: new Set<string>(), fileIds: new Set<string>() }
    const rules = (written: typeof content) => checkContent(written, SECOND, around).map(({ rule }) => rule)
    expect(rules(content)).toContain('to_fill')
    const text = JSON.stringify(content).replace(/\[à compléter : adresse de la page\]/g, 'https://www.aubrac.fr/x')
    expect(rules(JSON.parse(text.replace(/\[à compléter[^\]]*\]/g, 'ici')))).toEqual([])
  })

  it.each([
    ['Appelez le 02 61 91 99 88.', 'Appelez le [à compléter : téléphone].'],
    ['Appelez le +33 2 61 91 99 88.', 'Appelez le [à compléter : téléphone].'],
    ['Écrivez à claire@rive.org.', 'Écrivez à [à compléter : courriel].'],
    ['Rendez-vous place du Marché.', 'Rendez-vous [à compléter : adresse].'],
    ['À la salle Jules-Verne, le samedi.', 'À la [à compléter : nom], le [à compléter : jours et heures].'],
    ['Cela coûte 12,50 euros.', 'Cela coûte [à compléter : prix].'],
    ['[Appelez](tel:+33261919988) la mairie.', 'Appelez la mairie.'],
    ['BOURGNEUF SUR RIVE vous attend.', '{{commune.nom}} vous attend.'],
    ['Un justificatif de domicile.', 'Un justificatif de domicile.'],
    ['Voyez [la fiche](https://www.service-public.fr/x).', 'Voyez [la fiche](https://www.service-public.fr/x).'],
    ['Au bout de 3 jours, sous 2 mois.', 'Au bout de 3 jours, sous 2 mois.'],
    ['Le CCAS et l’état civil.', 'Le CCAS et l’état civil.'],
  ])('says “%s” as “%s”', (text, marked) => {
    expect(section(text)).toBe(marked)
  })

  it('keeps a price that the shared entry of the same id says too: it is everywhere the same', () => {
    const both = { ...sampleEntry, id: 'piscine-bourgneuf', summary: 'Un timbre de 25 €, en 30 jours.' }
    shared.set(both.id, both)
    expect(section('Un timbre de 25 €, puis 30 €.')).toBe('Un timbre de 25 €, puis [à compléter : prix].')
    shared.delete(both.id)
  })
})

describe('what is asked of a new town', () => {
  it('makes a commune that is right, with its own facts and the settings of the first', () => {
    expect(factsIn(JSON.stringify(SECOND))).toEqual([])
    expect(checkCommune(SECOND)).toMatchObject({ ok: true })
    expect(SECOND).toMatchObject({
      site: 'https://www.aubrac.fr',
      origins: ['https://www.aubrac.fr'],
      reopenHours: 12,
      services: { accueil: { adresse: '1 rue Haute, 12470 Aubrac-le-Haut', hours: ASKED.hours } },
      privacy: { controller: '', dpoEmail: '', retentionDays: 21 },
    })
    expect([communeIdOf('L’Haÿ-les-Œillets'), communeIdOf('Saint-Étienne')]).toEqual([
      'l-hay-les-oeillets',
      'saint-etienne',
    ])
  })

  it('has all its faults said at once', () => {
    expect(townFaults(ASKED)).toEqual({})
    const wrong = { ...ASKED, name: ' ', postalCode: '123', phone: 'non', email: 'a@b', site: 'x', adminEmail: '' }
    expect(townFaults({ ...wrong, hours: {} })).toEqual({
      ...{ name: 'name.missing', postalCode: 'postalCode.wrong', phone: 'phone.wrong', email: 'email.wrong' },
      ...{ site: 'site.wrong', adminEmail: 'adminEmail.missing', hours: 'hours.missing' },
    })
    expect(townFaults({ ...ASKED, hours: { '2': [['14:00', '12:00']] } })).toEqual({ hours: 'hours.wrong' })
  })
})
