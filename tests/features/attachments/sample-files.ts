import { deflateSync } from 'node:zlib'

/** Where a photo was taken, as cameras write it: what must be nowhere afterwards. */
export const PLACE = 'GPS 47.7421N 2.0139E'

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(8 + named.length)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), 4 + named.length)
  return framed
}

/** CRC-32 as PNG and ZIP have it. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A PNG of one colour that browsers draw; `said` are further chunks before its data. */
export function png({
  width = 40,
  height = 20,
  shade = 128,
  said = [] as [name: string, text: string][],
} = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  // Drawn only where it is small: what claims to be huge need not be.
  const isDrawn = width * height < 1_000_000
  const rows = Buffer.alloc(isDrawn ? height * (width + 1) : 1, shade)
  if (isDrawn) for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...said.map(([name, text]) => chunk(name, Buffer.from(text, 'latin1'))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** Exif of a telephone: which side is up, then where it was. */
export function exif(orientation: number, isLittle = true): Buffer {
  const tiff = Buffer.alloc(26)
  const short = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at)
  const long = (value: number, at: number) => (isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at))
  tiff.write(isLittle ? 'II' : 'MM', 0, 'latin1')
  short(42, 2)
  long(8, 4)
  short(1, 8)
  short(0x0112, 10)
  short(3, 12)
  long(1, 14)
  short(orientation, 18)
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(PLACE)]))
}

/** What is made as a JPEG is; nothing is drawn in it. */
export function jpeg({ width = 40, height = 20, before = [] as Buffer[], after = Buffer.alloc(0) } = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    // An escaped `ff`, and a restart, are of the scan.
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]),
    after,
  ])
}

/** JFIF with a thumbnail, a comment, and what Photoshop says. */
export const TOLD = [
  segment(0xe0, Buffer.concat([Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02', 'latin1'), Buffer.from(PLACE)])),
  segment(0xed, Buffer.from(`Photoshop 3.0\0${PLACE}`)),
  segment(0xfe, Buffer.from(PLACE)),
]

function part(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** A WebP of 40 by 20 with Exif and XMP; `flags` of its head. */
export function webp({ flags = 0b1100, width = 40, height = 20 } = {}): Buffer {
  const head = Buffer.alloc(10)
  head[0] = flags
  head.writeUIntLE(width - 1, 4, 3)
  head.writeUIntLE(height - 1, 7, 3)
  const drawn = Buffer.from('30010000009d012a28001400', 'hex')
  const parts = [
    part('VP8X', head),
    part('VP8 ', drawn),
    part('EXIF', Buffer.from(PLACE)),
    part('XMP ', Buffer.from(PLACE)),
  ]
  const whole = Buffer.concat(parts)
  const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  riff.writeUInt32LE(whole.length + 4, 4)
  return Buffer.concat([riff, whole])
}

/** A PDF as far as it is looked at. */
export function pdf(text = 'formulaire'): Buffer {
  return Buffer.from(`%PDF-1.7\n1 0 obj\n(${text})\nendobj\ntrailer\n%%EOF`, 'latin1')
}
