import type { Commune } from '../../../src/platform/model/commune.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { commune, HOURS, service } from '../../platform/model/sample-commune.js'

/** A town with facts of every kind, in its settings and in what it wrote itself. */
export const FIRST: Commune = commune({
  id: 'bourgneuf',
  nom: 'Bourgneuf-sur-Rive',
  site: 'https://www.bourgneuf-sur-rive.fr',
  origins: ['https://www.bourgneuf-sur-rive.fr'],
  reopenHours: 12,
  services: {
    accueil: service({
      adresse: '4 rue du Vieux-Pont, 45300 Bourgneuf-sur-Rive',
      courriel: 'mairie@bourgneuf-sur-rive.fr',
    }),
    piscine: service({
      nom: 'Piscine Alice-Milliat',
      adresse: '18 avenue des Tilleuls, 45300 Bourgneuf-sur-Rive',
      telephone: '02 61 91 44 55',
      courriel: 'piscine@bourgneuf-sur-rive.fr',
      hours: HOURS,
    }),
  },
  privacy: { controller: 'Commune de Bourgneuf-sur-Rive', dpoEmail: 'dpo@agglo-rive.fr', retentionDays: 21 },
})

/** Its own entries, as the lines of its file. */
export const OWN: Omit<Entry, 'simple' | 'quoted'>[] = [
  {
    id: 'piscine-bourgneuf',
    title: 'Aller à la piscine Alice-Milliat',
    summary: 'La piscine de Bourgneuf ouvre le mercredi de 14 h à 18 h 30. L’entrée coûte 3,20 €.',
    category: 'vie-associative-culture-sport',
    who: 'commune',
    owner: 'piscine',
    source: {
      name: 'Ville de Bourgneuf-sur-Rive, délibération',
      url: '',
      licence: 'Licence Ouverte 2.0',
      date: '2026-03-12',
    },
    verifiedAt: '2026-03-12',
    reviewBy: '2027-03-12',
    servicePublic: [],
    online: [{ label: 'Réserver un couloir', url: 'https://reservation.agglo-rive.fr/piscine' }],
    toCheck: ['Le prix voté pour Bourgneuf', 'Les jours fermés'],
    sections: {
      brief: 'Les Bourgneuviens paient moins cher. Mme Odile Ferrand répond au 02.61.91.44.55.',
      steps: 'Voyez [le règlement](https://www.bourgneuf-sur-rive.fr/piscine) ou appelez {{piscine.telephone}}.',
      papers: 'Un justificatif de domicile.',
      cost: '- Adulte : 3,20 €\n- Enfant : 1,50 euro',
      delay: '',
      place: 'Au 18, avenue des Tilleuls, derrière le gymnase Léo-Lagrange. À l’accueil : {{accueil.adresse}}.',
      online: 'Écrivez à piscine@bourgneuf-sur-rive.fr avant le 1er septembre 2026.',
    },
    questions: ['la piscine est ouverte quand', 'horaires piscine Bourgneuf'],
    fromCitizens: [
      { question: 'la piscine est ouverte quand', addedBy: 'Odile Ferrand', addedOn: '2026-03-12', people: 3 },
    ],
  },
]

/** What may be found nowhere in the second town: each is the first's own. */
export const FACTS = [
  ...['Bourgneuf', 'bourgneuf', 'Vieux-Pont', '45300', 'Tilleuls', 'Alice-Milliat', 'Léo-Lagrange', 'agglo-rive'],
  ...[
    '02 61 91 44 55',
    '02.61.91.44.55',
    '02 61 91 00 00',
    'Ferrand',
    'Odile',
    '3,20',
    '1,50',
    '14 h',
    '1er septembre',
  ],
]

/** The facts that a text says. */
export function factsIn(text: string): string[] {
  return FACTS.filter((fact) => text.toLowerCase().includes(fact.toLowerCase()))
}

/** What is asked of the second town. */
export const ASKED = {
  ...{ name: 'Aubrac-le-Haut', address: '1 rue Haute', postalCode: '12470', phone: '05 65 00 00 00' },
  ...{ email: 'mairie@aubrac.fr', site: 'www.aubrac.fr', hours: { '1': [['08:00', '12:00'] as [string, string]] } },
  ...{ adminName: 'Anne Roux', adminEmail: 'anne@aubrac.fr' },
}
