import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkAttachments, weightInWords } from '../../../src/features/attachments/attachment.js'
import { cleanFile } from '../../../src/features/attachments/clean-file.js'
import { AppError } from '../../../src/platform/model/app-error.js'
import type { Attachment } from '../../../src/platform/model/attachment.js'
import { exif, jpeg, PLACE, pdf, png, TOLD, webp } from './sample-files.js'

const codeOf = (bytes: Buffer) => {
  try {
    return cleanFile(bytes).facts.type
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
const says = (bytes: Buffer, words: string) => bytes.includes(Buffer.from(words))

describe('a file that is given', () => {
  it('is what its content says, or is refused', () => {
    expect([pdf(), jpeg(), png(), webp()].map(codeOf)).toEqual([
      'application/pdf',
      'image/jpeg',
      'image/png',
      'image/webp',
    ])
    const others = [
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      '<html>',
      'PK\x03\x04',
      'GIF89a',
      'MZ',
      '',
    ]
    expect(others.map((text) => codeOf(Buffer.from(text, 'latin1')))).toEqual(others.map(() => 'file_type_refused'))
    expect(codeOf(Buffer.concat([Buffer.from('<script>'), png()]))).toBe('file_type_refused')
  })

  it('is refused when it is cut short, or is nothing behind its first bytes', () => {
    for (const whole of [jpeg(), png(), webp(), pdf()])
      for (let length = 12; length < whole.length - 1; length += 1)
        expect([length, codeOf(whole.subarray(0, length))]).toEqual([length, 'file_damaged'])
    expect(codeOf(Buffer.from('%PDF-<script>%%EOF'))).toBe('file_damaged')
  })

  it('is refused when it claims to be huge, or moves', () => {
    expect(codeOf(png({ width: 8_001, height: 10 }))).toBe('image_too_large')
    expect(codeOf(jpeg({ width: 7_000, height: 7_000 }))).toBe('image_too_large')
    expect(codeOf(png({ width: 0x7fffffff, height: 0x7fffffff }))).toBe('image_too_large')
    expect(codeOf(png({ width: 0 }))).toBe('file_damaged')
    expect(codeOf(webp({ flags: 0b10 }))).toBe('file_animated')
  })

  it('never breaks what reads it, whatever it holds', () => {
    const heads = [jpeg(), png(), webp(), pdf()]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.nat(200), fc.uint8Array({ maxLength: 40 }), (head, at, noise) => {
        const spoilt = Buffer.concat([head.subarray(0, at), noise, head.subarray(at + noise.length)])
        expect(typeof codeOf(spoilt)).toBe('string')
      }),
    )
  })
})

describe('what a file does not show', () => {
  it('goes from a photo: place, remarks, thumbnail, and what hangs behind its end', () => {
    const given = jpeg({ before: [...TOLD, exif(1)], after: Buffer.from(`PK\x03\x04 ${PLACE}`) })
    expect(says(given, PLACE)).toBe(true)
    const { bytes, facts } = cleanFile(given)
    expect(says(bytes, 'GPS')).toBe(false)
    expect(says(bytes, 'PK')).toBe(false)
    expect(says(bytes, 'JFIF')).toBe(true)
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
    expect(facts).toMatchObject({ width: 40, height: 20, bytes: bytes.length })
    expect(cleanFile(bytes)).toEqual({ bytes, facts })
  })

  it('leaves a photo upright: which side is up is kept alone', () => {
    for (const isLittle of [true, false]) {
      const { bytes, facts } = cleanFile(jpeg({ before: [exif(6, isLittle)] }))
      expect(facts).toMatchObject({ width: 20, height: 40 })
      expect(says(bytes, 'Exif')).toBe(true)
      expect(says(bytes, 'GPS')).toBe(false)
      expect(cleanFile(bytes)).toEqual({ bytes, facts })
    }
  })

  it('goes from PNG and WebP', () => {
    const given = png({
      said: [
        ['tEXt', PLACE],
        ['eXIf', PLACE],
        ['iTXt', PLACE],
        ['acTL', PLACE],
        ['sRGB', '\0'],
      ],
    })
    const { bytes, facts } = cleanFile(Buffer.concat([given, Buffer.from(`<script>${PLACE}</script>`)]))
    expect(bytes).toEqual(png({ said: [['sRGB', '\0']] }))
    expect(facts).toMatchObject({ width: 40, height: 20 })
    const clean = cleanFile(webp())
    expect(says(webp(), PLACE)).toBe(true)
    expect(says(clean.bytes, 'GPS')).toBe(false)
    expect(clean.facts).toMatchObject({ width: 40, height: 20 })
    expect(cleanFile(clean.bytes).bytes).toEqual(clean.bytes)
    expect(clean.bytes.readUInt32LE(4)).toBe(clean.bytes.length - 8)
  })

  it('goes from behind the end of a PDF, which stays what it was', () => {
    expect(cleanFile(Buffer.concat([pdf(), Buffer.from('\nPK\x03\x04 archive')])).bytes).toEqual(cleanFile(pdf()).bytes)
  })
})

describe('what is said of a file', () => {
  const image: Attachment = { id: 'f1', type: 'image/png', bytes: 1, label: 'Rues de chaque secteur', date: '' }
  const rulesOf = (label: string, patch: Partial<Attachment> = {}, ids = ['f1']) =>
    checkAttachments([{ ...image, label, ...patch }], new Set(ids)).map(({ field, rule }) => `${field} ${rule}`)

  it('is wanted of each, in words', () => {
    expect(rulesOf('Rues de chaque secteur')).toEqual([])
    expect(rulesOf('  ')).toEqual(['attachments.0.label alt_missing'])
    expect(rulesOf('', { type: 'application/pdf' })).toEqual(['attachments.0.label document_title_missing'])
    for (const name of ['IMG_2034', 'plan-secteurs.PNG', 'scan 12', 'Image', 'formulaire.pdf'])
      expect(rulesOf(name)).toEqual(['attachments.0.label file_name'])
    expect(rulesOf('Scan du plan')).toEqual([])
  })

  it('is worth nothing without the file', () => {
    expect(rulesOf('Rues', {}, [])).toEqual(['attachments.0.label file_missing'])
  })

  it('tells its kind and its weight', () => {
    expect(weightInWords({ type: 'application/pdf', bytes: 119_700 }, 'fr')).toBe('PDF, 120\u202fko')
    expect(weightInWords({ type: 'image/jpeg', bytes: 4_230_000 }, 'fr')).toBe('JPG, 4,2\u202fMo')
    expect(weightInWords({ type: 'application/pdf', bytes: 200 }, 'en')).toBe('PDF, 1 kB')
  })
})
