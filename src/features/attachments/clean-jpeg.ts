/** An image without what it does not show. */
export interface CleanImage {
  bytes: Buffer
  width: number
  height: number
}

const SOI = Buffer.from([0xff, 0xd8])
const EOI = Buffer.from([0xff, 0xd9])
const END = 0xd9
const START_OF_SCAN = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee

/**
 * A JPEG of what is drawn alone: how it is coded, its colours, and which side is up. Whatever else cameras and programs write (place, time, owner, a
 * thumbnail of what was cropped, remarks), and what comes after its end, is left out. @returns null for what is no JPEG, or is cut short
 */
export function cleanJpeg(bytes: Buffer): CleanImage | null {
  const parts: Buffer[] = []
  let size: { width: number; height: number } | null = null
  let orientation = 1
  for (const { marker, segment, scan } of segmentsOf(bytes)) {
    if (marker === END) {
      if (size === null) return null
      const turned = orientation > 4 ? { width: size.height, height: size.width } : size
      const upright = orientation > 1 ? [orientationSegment(orientation)] : []
      return { bytes: Buffer.concat([SOI, ...upright, ...parts, EOI]), ...turned }
    }
    if (isFrame(marker)) {
      if (segment.length < 9 || size) return null
      size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) }
    }
    if (marker === APP1) orientation = orientationOf(segment.subarray(4)) ?? orientation
    parts.push(...keptOf(marker, segment), scan)
  }
  return null
}

interface Segment {
  marker: number
  /** With its marker and its length. */
  segment: Buffer
  /** What is drawn after the segment that begins a scan; nothing after others. */
  scan: Buffer
}

/** The segments up to the end, that included; none after one that is cut short. */
function* segmentsOf(bytes: Buffer): Generator<Segment> {
  let at = SOI.length
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const isWhole = at + 4 <= bytes.length
    const end = marker === END ? at + 2 : isWhole ? at + 2 + bytes.readUInt16BE(at + 2) : Number.POSITIVE_INFINITY
    if (marker === 0xff) {
      // Filling.
      at += 1
      continue
    }
    if (end > bytes.length || (marker !== END && end < at + 4)) return
    const scanEnd = marker === START_OF_SCAN ? endOfScan(bytes, end) : end
    yield { marker, segment: bytes.subarray(at, end), scan: bytes.subarray(end, scanEnd) }
    at = scanEnd
  }
}

/** Where a frame begins, which tells the size: not tables (`c4`, `cc`), nor what is reserved (`c8`). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function keptOf(marker: number, segment: Buffer): Buffer[] {
  const isNamed = (name: string) => segment.subarray(4, 4 + name.length).toString('latin1') === name
  const isDrawn = (marker >= 0xc0 && marker <= 0xcf) || (marker >= START_OF_SCAN && marker <= 0xdd)
  if (isDrawn) return [segment]
  if (marker === APP0 && isNamed('JFIF\0') && segment.length >= 18) return [withoutThumbnail(segment)]
  return (marker === APP2 && isNamed('ICC_PROFILE\0')) || (marker === APP14 && isNamed('Adobe')) ? [segment] : []
}

function withoutThumbnail(segment: Buffer): Buffer {
  const kept = Buffer.from(segment.subarray(0, 18))
  kept.writeUInt16BE(16, 2)
  kept.writeUInt16BE(0, 16)
  return kept
}

/** Where the data of a scan end: at the next marker that is neither an escape nor one of its restarts. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

const EXIF = 'Exif\0\0'
const ORIENTATION = 0x0112

/** Which side is up, 1 to 8, as Exif says it; `null` where it does not. */
function orientationOf(exif: Buffer): number | null {
  const tiff = exif.subarray(EXIF.length)
  if (!exif.subarray(0, EXIF.length).equals(Buffer.from(EXIF, 'latin1')) || tiff.length < 10) return null
  const isLittle = tiff.subarray(0, 2).toString('latin1') === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let field = 0; field < short(first); field += 1) {
    const at = first + 2 + field * 12
    if (short(at) !== ORIENTATION) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** Exif with that and nothing more: photos of telephones would lie on their side without. */
function orientationSegment(orientation: number): Buffer {
  const head = Buffer.from([0xff, APP1, 0, 34])
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  return Buffer.concat([head, Buffer.from(EXIF, 'latin1'), tiff])
}
