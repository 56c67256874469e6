import { withoutAccents } from './without-accents.js'

/** How words are written on a phone, in haste. Written for this benchmark, apart from what the analyser knows. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\best-ce qu(?:e |')/g, 'eske '],
  [/\bqu'est-ce qu(?:e |')/g, 'keske '],
  [/\bs'il (?:vous|te) plait\b/g, 'svp'],
  [/\bil y a\b/g, 'ya'],
  [/\bje suis\b/g, 'chui'],
  [/\bje ne sais pas\b/g, 'jsp'],
  [/\bc'est\b/g, 'c'],
  [/\bj'ai\b/g, 'g'],
  [/\bje (?=[a-z])/g, 'j'],
  [/\brendez[- ]vous\b/g, 'rdv'],
  [/\baujourd'hui\b/g, 'ajd'],
  [/\bquelqu'un\b/g, 'qqn'],
  [/\bquelque chose\b/g, 'qqch'],
]

const WORDS: Readonly<Record<string, string>> = {
  pourquoi: 'pk',
  pour: 'pr',
  avec: 'avc',
  dans: 'ds',
  vous: 'vs',
  nous: 'ns',
  toujours: 'tjs',
  toutes: 'ttes',
  toute: 'tte',
  tous: 'ts',
  tout: 'tt',
  meme: 'mm',
  beaucoup: 'bcp',
  combien: 'cb',
  comment: 'cmt',
  quand: 'kan',
  quel: 'kel',
  quelle: 'kel',
  quoi: 'koi',
  faut: 'fo',
  bonjour: 'bjr',
  bonsoir: 'bsr',
  merci: 'mci',
  monsieur: 'mr',
  madame: 'mme',
  semaine: 'sem',
  probleme: 'pb',
  message: 'msg',
  telephone: 'tel',
  numero: 'num',
  adresse: 'adr',
  demande: 'dmd',
  demander: 'dmder',
  question: 'kestion',
  enfant: 'enf',
  enfants: 'enfs',
  gratuit: 'gratos',
  parce: 'pske',
  maintenant: 'mtn',
  depuis: 'dps',
  long: 'lg',
  temps: 'tps',
  jour: 'jr',
  jours: 'jrs',
  mois: 'ms',
  personne: 'pers',
  appartement: 'appart',
}

/** A message in SMS spelling: no capitals, accents, apostrophes or punctuation, `qu` as `k`, usual words cut short. */
export function smsSpelling(text: string): string {
  let message = withoutAccents(text.toLowerCase()).replaceAll('’', "'")
  for (const [phrase, short] of PHRASES) message = message.replace(phrase, short)
  return message
    .replace(/[a-z]+/g, (word) => WORDS[word] ?? word.replace(/qu/g, 'k'))
    .replace(/'/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
