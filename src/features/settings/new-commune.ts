import type { Commune } from '../../platform/model/commune.js'
import type { SettingKey } from './settings.js'
import { factsOfTown } from './town-facts.js'

/**
 * A commune of which nothing is known but its id and its name: what a citizen could believe is empty, and *Mise en route* asks for it. Times are those of
 * mainland France, and conversations are kept as long as the example of `docs/privacy.md` does; both are told where the file is written.
 */
export function newCommune(id: string, nom: string): Commune {
  return {
    id,
    nom,
    site: '',
    timeZone: 'Europe/Paris',
    alsaceMoselle: false,
    reception: 'accueil',
    services: { accueil: { nom: 'Accueil de la mairie', adresse: '', telephone: '', courriel: '', hours: {} } },
    closures: [],
    suggested: ['carte-identite-renouvellement', 'acte-naissance-copie', 'inscription-liste-electorale'],
    origins: [],
    privacy: { controller: '', dpoEmail: '', retentionDays: 30 },
  }
}

/** How a commune works, whoever it is: what may be another's too. Its services, closures, places, origins, looks and first questions are its own. */
export const WORKINGS = [
  'timeZone',
  'alsaceMoselle',
  'departments',
  'closeReasons',
  'reopenHours',
  'routing',
  'presence',
  'promises',
  'validation',
  'curation',
  'callbacks',
  'silence',
  'talk',
  'languages',
] as const satisfies readonly SettingKey[]

/**
 * A new commune that works as another does: its settings, and none of its facts. A setting in which a fact of the other is written is left out. Pure.
 * @returns `leftOut`: the names of those settings
 */
export function newCommuneLike(source: Commune, id: string, nom: string): { commune: Commune; leftOut: SettingKey[] } {
  const own = newCommune(id, nom)
  const facts = factsOfTown(source).map(({ text }) => JSON.stringify(text).slice(1, -1).toLowerCase())
  const holdsFact = (key: SettingKey) => {
    const written = JSON.stringify(source[key]).toLowerCase()
    return facts.some((fact) => written.includes(fact))
  }
  const had = WORKINGS.filter((key) => source[key] !== undefined)
  const leftOut = had.filter(holdsFact)
  const copied = had.filter((key) => !leftOut.includes(key)).map((key) => [key, source[key]])
  const { controller: _, dpoEmail: __, ...kept } = source.privacy
  return {
    commune: { ...own, ...Object.fromEntries(copied), privacy: { ...own.privacy, ...structuredClone(kept) } },
    leftOut,
  }
}
