/** Letters that say one sound, in the order in which they are read; what is behind is read from what was made before. Capitals are sounds of their own. */
const SOUNDS: readonly [RegExp, string][] = [
  [/œu|oeu/g, 'e'],
  [/œ|æ/g, 'e'],
  [/e?aux?|ô/g, 'o'],
  [/ph/g, 'f'],
  [/s?ch|sh/g, 'X'],
  [/gn/g, 'N'],
  [/([tc]|ss)ion(?=n|$|s$)/g, 'sion'],
  [/gu(?=[eiéèêy])/g, 'G'],
  [/ge(?=[aou])|g(?=[eiéèêëy])/g, 'j'],
  [/s?c(?=[eiéèêy])|ç|ss/g, 'S'],
  [/qu|q|c?k|cc?/g, 'k'],
  [/x(?=.)/g, 'kS'],
  [/ill/g, 'iy'],
  [/(?:aient|ais|ait|ai|ei|ez|er|et|ées?|és?)$/g, 'é'],
  [/ai|ei|[éèêë]/g, 'é'],
  [/oi|oy/g, 'wa'],
  [/ou|oo/g, 'U'],
  [/ien(?![aeiouyénmAIOU])/g, 'iI'],
  [/[ae][nm](?![aeiouyénmAIOU])/g, 'A'],
  [/(?:é|i|y|u)[nm](?![aeiouyénmAIOU])/g, 'I'],
  [/o[nm](?![aeiouyénmAIOU])/g, 'O'],
  [/eu/g, 'e'],
  [/h/g, ''],
]
/** What is not heard at the end of a word: a mute e, or else consonants. */
const MUTE_END = /(?<=.{2})(?:es?|[sxztdp]{1,3})$/

/**
 * How a word sounds in French, roughly: two spellings that are read alike have one key, such as "kartidantité" and "cartidentité". What is mute at the end is left out. Pure.
 * @param word in lower case, with its accents if it has them
 */
export function soundOf(word: string): string {
  let sound = word.replace(/[^\p{L}]/gu, '')
  const isMuteE = /[^é]es?$/.test(sound)
  for (const [letters, heard] of SOUNDS) sound = sound.replace(letters, heard)
  sound = isMuteE ? sound.replace(/(?<=.{2})es?$/, '') : sound.replace(MUTE_END, '')
  return sound
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/y/g, 'i')
    .replace(/[Sz]/g, 's')
    .replace(/G/g, 'g')
    .replace(/(.)\1+/g, '$1')
}
