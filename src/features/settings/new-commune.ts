import type { Commune } from '../../platform/model/commune.js'

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
