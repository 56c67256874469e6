import { AppError } from '../model/app-error.js'

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

/** Refuses a message with neither words nor a button. @throws AppError `text_empty` (422) */
export function requireWords({ text, choice }: { text: string; choice?: string | undefined }): void {
  if (cleanText(text) === '' && !choice) throw new AppError('text_empty', 422, { field: 'text' })
}

/**
 * The words of a text file as spreadsheets write them: in UTF-8, in UTF-16 with its mark, else in the Windows encoding that those of French offices still
 * write. Pure.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const latin = new TextDecoder('latin1').decode(bytes)
    return latin.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_LETTERS[letter.charCodeAt(0) - 0x80] ?? letter)
  }
}

/** Letters 0x80 to 0x9f of Windows-1252, which Node 20 decodes as those of Latin-1. Source: WHATWG Encoding, index windows-1252. */
const WINDOWS_LETTERS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
