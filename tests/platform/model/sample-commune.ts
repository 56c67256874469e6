import type { Commune, Service, WeeklyHours } from '../../../src/platform/model/commune.js'

/** Split days, Saturday mornings, closed on Sundays. */
export const HOURS: WeeklyHours = {
  1: [
    ['08:30', '12:00'],
    ['13:30', '17:00'],
  ],
  2: [
    ['08:30', '12:00'],
    ['13:30', '17:00'],
  ],
  3: [
    ['08:30', '12:00'],
    ['13:30', '17:00'],
  ],
  4: [
    ['08:30', '12:00'],
    ['13:30', '17:00'],
  ],
  5: [
    ['08:30', '12:00'],
    ['13:30', '16:30'],
  ],
  6: [['09:00', '12:00']],
}

export function service(patch: Partial<Service> = {}): Service {
  return {
    nom: 'Accueil de la mairie',
    adresse: '1 place de la Mairie',
    telephone: '02 61 91 00 00',
    courriel: 'accueil@bourg.example',
    hours: HOURS,
    ...patch,
  }
}

export function commune(patch: Partial<Commune> = {}): Commune {
  return {
    id: 'bourg',
    nom: 'Bourg',
    site: 'https://www.bourg.example',
    timeZone: 'Europe/Paris',
    alsaceMoselle: false,
    reception: 'accueil',
    services: { accueil: service() },
    closures: [],
    suggested: [],
    origins: [],
    privacy: { controller: 'Commune de Bourg', dpoEmail: 'dpo@bourg.example', retentionDays: 30 },
    ...patch,
  }
}
