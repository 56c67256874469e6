/** A text inside XML. Pure. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}

/** JSON inside a page: nothing in it ends the block that holds it, nor begins a comment there. Pure. */
export function jsonInPage(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The start of every XML file. */
export const XML_START = '<?xml version="1.0" encoding="utf-8"?>\n'
