/** The words of a text file as spreadsheets write them: UTF-8, UTF-16 with its mark, else Windows-1252, which is what Excel makes of a CSV in French. Pure. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
