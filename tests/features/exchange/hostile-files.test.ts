import { describe, expect, it } from '@jest/globals'
import { strFromU8, unzipSync } from 'fflate'
import { parseEntryRow } from '../../../src/features/entries/catalogue/load-entries.js'
import { markdownToBlocks } from '../../../src/features/entries/render/markdown-blocks.js'
import { zipTexts } from '../../../src/features/exchange/bounded-zip.js'
import { readBotpress } from '../../../src/features/exchange/read-botpress.js'
import { readUpload, rowsOf } from '../../../src/features/exchange/read-upload.js'
import { ExchangeFault } from '../../../src/features/exchange/table.js'
import { writeXlsx } from '../../../src/features/exchange/xlsx-table.js'
import { readFiche } from '../../../src/features/national-feed/read-fiche.js'
import { FeedFileFault } from '../../../src/features/national-feed/xml-tree.js'
import { openPack } from '../../../src/features/packs/open-pack.js'
import { isSafeHref } from '../../../src/platform/text/rich-links.js'
import { fc } from '../../properties.js'
import { ficheXml } from '../national-feed/sample-fiche.js'

/** Texts of any characters, with what means something to the readers of files. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('__proto__', 'constructor', '#!builtin', '{{a.b}}', '[a](javascript:alert(1))', '=1+1', '\ud800'),
)
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText), fc.dictionary(anyText, fc.array(anyText)))),
)

const SHEET = 'xl/worksheets/sheet1.xml'

/** Takes a file, or refuses it by the fault that is meant for it; anything else that is thrown is a bug. */
function takes(read: () => void, isMeant: (error: unknown) => boolean): void {
  try {
    read()
  } catch (error) {
    if (!isMeant(error)) throw error
  }
}

describe('the intents of a bot', () => {
  const intent = fc.record(
    { name: anyText, utterances: fc.oneof(fc.dictionary(anyText, fc.array(anyText)), anyJson), contexts: anyJson },
    { requiredKeys: [] },
  )
  const qna = fc.record({ id: anyText, data: fc.oneof(anyJson, fc.record({ questions: anyJson, answers: anyJson })) })

  it('are read, or refused line by line, whatever is in them', () => {
    const file = fc.oneof(intent, qna, anyJson).map((value) => JSON.stringify(value) ?? '')
    const path = fc.constantFrom('intents/a.json', 'qna/a.json', 'content-elements/builtin_text.json', 'a.json')
    fc.assert(
      fc.property(fc.dictionary(path, fc.oneof(file, anyText)), (files) => {
        takes(
          () => {
            const { rows, faults } = readBotpress(new Map(Object.entries(files)))
            for (const { fields } of rows) for (const one of fields.questions ?? []) expect(typeof one).toBe('string')
            for (const { code } of faults) expect(code).toMatch(/^[a-z_]+$/)
          },
          (error) => error instanceof ExchangeFault,
        )
      }),
      { numRuns: 1_500 },
    )
  })

  it('say the questions that were put in them', () => {
    const questions = fc.array(
      fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '' && !/[[\]]/.test(text)),
      { minLength: 1, maxLength: 10 },
    )
    fc.assert(
      fc.property(questions, (fr) => {
        const intents = new Map([['intents/carte.json', JSON.stringify({ name: 'carte', utterances: { fr } })]])
        const [row] = readBotpress(intents).rows
        expect(row?.fields.questions).toEqual(fr.map((text) => text.trim()))
      }),
    )
  })
})

describe('files of people', () => {
  it('of any bytes, under any name, are read or refused', async () => {
    const name = fc.constantFrom('a.csv', 'a.json', 'a.xlsx', 'a.zip', 'a')
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.array(anyText, { maxLength: 6 }), { maxLength: 6 }).map((lines) => {
        return new TextEncoder().encode(lines.map((cells) => cells.join(';')).join('\n'))
      }),
      fc.uint8Array({ maxLength: 100 }).map((rest) => Uint8Array.from([0x50, 0x4b, 3, 4, ...rest])),
    )
    await fc.assert(
      fc.asyncProperty(name, bytes, async (name, bytes) => {
        const read = await readUpload({ name, bytes }).catch((error: unknown) => error)
        if (read instanceof ExchangeFault) return
        if (read instanceof Error) throw read
        takes(
          () => rowsOf(read as Awaited<ReturnType<typeof readUpload>>),
          (error) => error instanceof ExchangeFault,
        )
      }),
      { numRuns: 800 },
    )
  })

  it('that are workbooks are read or refused, whatever is in a cell and whatever is spoilt', async () => {
    const rows = [{ line: 2, cells: ['Piscine', 'a'] }]
    const whole = unzipSync(await writeXlsx({ headings: ['Titre', 'Le'], rows }))
    const parts = Object.entries(whole).map(([path, bytes]): [string, string] => [path, strFromU8(bytes)])
    const type = fc.constantFrom('', ' t="n"', ' t="d"', ' t="s"', ' t="b"', ' t="e"', ' t="str"', ' t="x"')
    const value = fc.oneof(fc.double().map(String), fc.integer().map(String), anyText)
    const cell = fc.tuple(type, fc.nat(3), value).map(([t, style, v]) => `<c r="B2" s="${style}"${t}><v>${v}</v></c>`)
    const spoil = fc.tuple(fc.constantFrom(...Object.keys(whole)), fc.nat(2_000), fc.nat(30), anyText)
    await fc.assert(
      fc.asyncProperty(cell, fc.array(spoil, { maxLength: 2 }), async (put, spoils) => {
        const texts = new Map(parts)
        // Style 2 is of dates.
        texts.set(
          'xl/styles.xml',
          (texts.get('xl/styles.xml') ?? '').replaceAll('numFmtId="100" app', 'numFmtId="14" app'),
        )
        texts.set(
          SHEET,
          (texts.get(SHEET) ?? '').replace(/<c r="B2".*?<\/c>/, () => put),
        )
        for (const [path, at, cut, more] of spoils) {
          const text = texts.get(path) ?? ''
          const from = at % (text.length + 1)
          texts.set(path, text.slice(0, from) + more + text.slice(from + cut))
        }
        const read = await readUpload({ name: 'a.xlsx', bytes: zipTexts(texts) }).catch((error: unknown) => error)
        if (read instanceof Error && !(read instanceof ExchangeFault)) throw read
      }),
      { numRuns: 500 },
    )
  })

  it('that are packs are opened or refused, never thrown at', () => {
    const pack = fc.record({ format: fc.nat(3), pack: anyJson, key: anyText, signature: anyText })
    fc.assert(
      fc.property(
        fc.oneof(
          pack.map((value) => JSON.stringify(value)),
          anyText,
        ),
        (text) => {
          expect(openPack(text).outcome).toBe('refused')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('that are entries are read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyJson.map((value) => JSON.stringify(value) ?? ''),
          anyText,
        ),
        (text) => {
          const read = parseEntryRow(text)
          if ('fault' in read) expect(read.fault.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a fiche of the national feed', () => {
  const whole = ficheXml({ id: 'F1427' })

  it('is read or refused, whatever is cut, doubled or put into it', () => {
    const spoil = fc.oneof(
      fc.tuple(fc.nat(whole.length), anyText).map(([at, text]) => whole.slice(0, at) + text + whole.slice(at)),
      fc.tuple(fc.nat(whole.length), fc.nat(60)).map(([at, length]) => whole.slice(0, at) + whole.slice(at + length)),
      fc.nat(whole.length).map((at) => whole.slice(0, at)),
      fc
        .constantFrom(
          '<Liste type="x">',
          '<Chapitre>',
          '<LienInterne LienPublication="F1">',
          '<Tableau><Rangée><Cellule>',
        )
        .chain((tag) =>
          fc.integer({ min: 1, max: 400 }).map((times) => whole.replace('<Texte>', `<Texte>${tag.repeat(times)}`)),
        ),
      fc.constantFrom(
        `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${whole.slice(whole.indexOf('<Publication'))}`,
        whole.replace('Vous pouvez', '&x;'),
        whole.replace('UTF-8', 'klingon'),
        whole.replace('UTF-8', 'utf-16'),
      ),
    )
    fc.assert(
      fc.property(spoil, (xml) => {
        takes(
          () => {
            const fiche = readFiche(Buffer.from(xml))
            expect(fiche.id).toMatch(/^F\d{1,7}$/)
            expect(JSON.stringify(fiche)).not.toContain('root:')
          },
          (error) => error instanceof FeedFileFault,
        )
      }),
      { numRuns: 1_500 },
    )
  })
})

describe('Markdown of anybody', () => {
  it('makes paragraphs and lists alone, with links that may be followed', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '*',
      '**',
      '- ',
      '1. ',
      '\n',
      '<b>',
      '![x]',
      'javascript:a',
      'https://a.fr',
      '`',
      '> ',
      '|',
      '\\',
    )
    const markdown = fc.array(fc.oneof(piece, anyText), { maxLength: 60 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(markdown, (text) => {
        for (const block of markdownToBlocks(text)) {
          const spans = block.kind === 'list' ? block.items.flat() : block.spans
          for (const { href } of spans) if (href !== undefined) expect(isSafeHref(href)).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })
})
