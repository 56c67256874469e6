/** A word of a text as phrases are compared with it, and where it stands: the characters `[from, to)`. */
export interface PlacedWord {
  word: string
  from: number
  to: number
}

/** Spellings of messages typed in haste, and the words they stand for. */
const SPELLINGS = new Map(
  Object.entries({
    ds: 'dans',
    fr: 'faire',
    v: 'vais',
    g: 'je ai',
    j: 'je',
    chui: 'je suis',
    chuis: 'je suis',
    ya: 'y a',
    cest: 'c est',
    pu: 'plus',
    pa: 'pas',
    ve: 'veux',
    mourrir: 'mourir',
    qqn: 'quelqu un',
    qqun: 'quelqu un',
    qq1: 'quelqu un',
    quelquun: 'quelqu un',
    quelqun: 'quelqu un',
    kelkun: 'quelqu un',
    kelqun: 'quelqu un',
    kelk1: 'quelqu un',
    vs: 'vous',
    tjs: 'toujours',
    tjrs: 'toujours',
    tjr: 'toujours',
    rdv: 'rendez vous',
    rv: 'rendez vous',
    den: 'd en',
    na: 'n a',
    nest: 'n est',
    narrive: 'n arrive',
    narrete: 'n arrete',
    jarrive: 'je arrive',
    tte: 'toute',
    tt: 'tout',
  }),
)

const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** "jveux", "jai", "jen": no French word begins with a `j` and a consonant. */
const GLUED_JE = /^j(?=(?:ai|en|etais|attends?)$|[^aeiouy\d].)/

/** Lower-case words without accents nor mute letters; apostrophes and hyphens separate. A shortening may stand for several words. */
export function placedWords(text: string): PlacedWord[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: written, index }) =>
    soundsOf(written).map((word) => ({ word, from: index, to: index + written.length })),
  )
}

/** The words of {@link placedWords}. */
export function toWords(text: string): string[] {
  return placedWords(text).map(({ word }) => word)
}

function soundsOf(written: string): string[] {
  return written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(GLUED_JE, 'je ')
    .split(' ')
    .flatMap((word) => (SPELLINGS.get(word) ?? word).split(' '))
    .filter((word) => word !== '')
    .map(withoutMuteLetters)
}

/** "veux", "veut" and "veu" sound the same, as do "plus" and "plu", "frappe" and "frapé". */
export function withoutMuteLetters(word: string): string {
  return word.length < 4 ? word : word.replace(/(.)\1/g, '$1').replace(/(?<=...)(?:es?|[sxt])$/, '')
}
