/** What emoji are put together with; after a figure or a letter of an address it only hides them: "0️⃣6️⃣" is 06. */
const EMOJI_JOINERS = /(?<=[\p{N}\w@.])(?:\p{Variation_Selector}|[\u200d\u20e3]|\u034f)+/gu

/** Canonical Unicode, ordinary spaces, no control or invisible formatting characters, no runs of blank lines. */
export function cleanText(raw: string): string {
  return (
    raw
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{C}\n\t]/gu, (character) => (character === '\u200d' ? character : ''))
      .replace(EMOJI_JOINERS, '')
      // What was taken out may have stood between a letter and its accent.
      .normalize('NFC')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}
