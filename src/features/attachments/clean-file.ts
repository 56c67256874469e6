import { createHash } from 'node:crypto'
import { AppError } from '../../platform/model/app-error.js'
import type { FileFacts, FileType } from '../../platform/model/attachment.js'
import { MOST_POINTS, MOST_SIDE } from './attachment.js'
import { type CleanImage, cleanJpeg } from './clean-jpeg.js'

/** A file that may be kept. */
export interface CleanFile {
  facts: FileFacts
  bytes: Buffer
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * What a file is by its content, whatever its name says, and the same file without what it does not show: of a photo where and when it was taken and by whom,
 * of any file what was hung behind its end. Of a PDF the pages, and what they say of their author, stay as they are.
 * @throws AppError `file_type_refused` (415), `file_damaged`, `file_animated`, `image_too_large` (422)
 */
export function cleanFile(given: Buffer): CleanFile {
  const type = typeOf(given)
  if (type === null) throw new AppError('file_type_refused', 415)
  if (type === 'application/pdf') {
    const bytes = cleanPdf(given)
    return { facts: { id: fileId(bytes), type, bytes: bytes.length }, bytes }
  }
  const image = CLEANERS[type](given)
  if (image === null || image.width < 1 || image.height < 1) throw damaged()
  const { bytes, width, height } = image
  if (Math.max(width, height) > MOST_SIDE || width * height > MOST_POINTS) throw new AppError('image_too_large', 422)
  return { facts: { id: fileId(bytes), type, bytes: bytes.length, width, height }, bytes }
}

const CLEANERS = { 'image/jpeg': cleanJpeg, 'image/png': cleanPng, 'image/webp': cleanWebp } as const

function typeOf(bytes: Buffer): FileType | null {
  const begins = (text: string, at = 0) => bytes.subarray(at, at + text.length).toString('latin1') === text
  if (begins('%PDF-')) return 'application/pdf'
  if (begins('\xff\xd8\xff')) return 'image/jpeg'
  if (bytes.subarray(0, PNG.length).equals(PNG)) return 'image/png'
  return begins('RIFF') && begins('WEBP', 8) ? 'image/webp' : null
}

function fileId(bytes: Buffer): string {
  return `f${createHash('sha256').update(bytes).digest('hex')}`
}

function damaged(): AppError {
  return new AppError('file_damaged', 422)
}

const PDF_END = '%%EOF'

/** Up to its own end: an archive that hangs behind it would make another file of it. */
function cleanPdf(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(PDF_END)
  if (end < 0 || !/^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString('latin1'))) throw damaged()
  return Buffer.concat([bytes.subarray(0, end + PDF_END.length), Buffer.from('\n')])
}

/** What draws the image and its colours; not what is said of it (`tEXt`, `iTXt`, `zTXt`, `eXIf`, `tIME`), nor further images, by which it would move. */
const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'pHYs'])

function cleanPng(bytes: Buffer): CleanImage | null {
  const parts: Buffer[] = [PNG]
  let size: { width: number; height: number } | null = null
  let hasData = false
  for (let at = PNG.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const name = bytes.subarray(at + 4, at + 8).toString('latin1')
    if ((size === null) !== (name === 'IHDR') || (name === 'IHDR' && end !== at + 25)) return null
    size ??= { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) }
    hasData ||= name === 'IDAT'
    if (PNG_CHUNKS.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') return hasData ? { bytes: Buffer.concat(parts), ...size } : null
    at = end
  }
  return null
}

const WEBP_CHUNKS = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP'])
/** Of the flags of `VP8X`: that Exif or XMP follow, and that it moves. */
const SAYS_MORE = 0b1100
const MOVES = 0b10

/** @throws AppError `file_animated`: what moves without end keeps people from reading, and cannot be stopped in a card */
function cleanWebp(bytes: Buffer): CleanImage | null {
  const parts: Buffer[] = []
  let size: { width: number; height: number } | null = null
  const whole = bytes.readUInt32LE(4) + 8
  if (whole > bytes.length) return null
  for (let at = 12; at + 8 <= whole; ) {
    const name = bytes.subarray(at, at + 4).toString('latin1')
    const end = at + 8 + bytes.readUInt32LE(at + 4)
    if (end > whole) return null
    const chunk = Buffer.concat([bytes.subarray(at, end), Buffer.alloc((end - at) % 2)])
    if (name === 'VP8X' && chunk.length >= 18) {
      if ((chunk[8] ?? 0) & MOVES) throw new AppError('file_animated', 422)
      chunk[8] = (chunk[8] ?? 0) & ~SAYS_MORE
    }
    if (WEBP_CHUNKS.has(name)) parts.push(chunk)
    size ??= webpSize(name, chunk.subarray(8))
    at = end + (end % 2)
  }
  const hasData = parts.some((part) => /^VP8[ L]/.test(part.subarray(0, 4).toString('latin1')))
  if (size === null || !hasData) return null
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0), 4)
  return { bytes: Buffer.concat([head, ...parts]), ...size }
}

function webpSize(name: string, data: Buffer): { width: number; height: number } | null {
  if (data.length < 10) return null
  if (name === 'VP8X') return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 }
  if (name === 'VP8 ') return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
  if (name !== 'VP8L') return null
  const bits = data.readUInt32LE(1)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}
