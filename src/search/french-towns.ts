import { fold } from './french-analyser.js'

/**
 * Seats of the departments of France and its other towns of more than 100,000 people, folded, hyphens as spaces. Who was born in one of them was not born abroad, and
 * its name says nothing more of what she asks.
 */
const TOWNS: ReadonlySet<string> = new Set(
  `agen|aix en provence|ajaccio|albi|alencon|amiens|angers|angouleme|annecy|argenteuil|arras|auch|aurillac|auxerre|avignon|bar le duc|basse terre|bastia|beauvais|belfort|besancon|blois|bobigny|
  bordeaux|boulogne billancourt|bourg en bresse|bourges|brest|caen|cahors|carcassonne|cayenne|cergy|chalons en champagne|chambery|charleville mezieres|chartres|chateauroux|chaumont|clermont ferrand|
  colmar|creteil|digne les bains|dijon|epinal|evreux|evry|foix|fort de france|gap|grenoble|gueret|la roche sur yon|la rochelle|laon|laval|le havre|le mans|le puy en velay|lille|limoges|
  lons le saunier|lyon|macon|mamoudzou|marseille|melun|mende|metz|mont de marsan|montauban|montpellier|montreuil|moulins|mulhouse|nancy|nanterre|nantes|nevers|nice|nimes|niort|orleans|paris|pau|
  perigueux|perpignan|poitiers|pontoise|privas|quimper|reims|rennes|rodez|rouen|saint brieuc|saint denis|saint etienne|saint lo|saint paul|strasbourg|tarbes|toulon|toulouse|tours|troyes|tulle|valence|
  vannes|versailles|vesoul|villeurbanne`
    .split('|')
    .map((town) => town.trim()),
)

/** Whether a name is of a large town of France, whatever its accents, hyphens and capitals: "Saint-Étienne", "st etienne". Pure. */
export function isFrenchTown(name: string): boolean {
  return TOWNS.has(
    fold(name)
      .replace(/[^a-z]+/g, ' ')
      .trim()
      .replace(/^st /, 'saint '),
  )
}
