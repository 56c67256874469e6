import type { Category } from '../entries/model/entry.js'

/** The category of each national theme; the narrowest folder that is named here counts. Ids are those of the feed since its schema 3.3. */
const BY_THEME: Record<string, Category> = {
  N19810: 'etat-civil',
  N358: 'identite-voyage',
  N360: 'identite-voyage',
  N19811: 'social-solidarite',
  N19805: 'famille-enfance',
  N19808: 'logement-urbanisme',
  N19812: 'voirie-stationnement-transport',
  N19809: 'vie-associative-culture-sport',
  N31931: 'vie-associative-culture-sport',
  N19804: 'identite-voyage',
  N47: 'elections-citoyennete',
  N31125: 'dechets-environnement',
  N319: 'logement-urbanisme',
  N54: 'ecole-periscolaire',
  N56: 'ecole-periscolaire',
  N18944: 'animaux',
}

/** The category of a fiche by its themes; general matters when none is known. */
export function categoryOf(path: readonly { id: string }[]): Category {
  const named = [...path].reverse().flatMap(({ id }) => BY_THEME[id] ?? [])
  return named[0] ?? 'mairie-pratique'
}
