import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { faultOfPattern } from '../benchmarks/patterns/fault-of-pattern.js'
import { findPatterns, type Patterns } from '../benchmarks/patterns/find-patterns.js'
import { JUDGED, SAFE_PATTERNS } from '../benchmarks/patterns/run-patterns.js'
import { readTable } from '../src/assistant/words/tables.js'
import { readPlainWords } from '../src/features/entries/lint/plain-words.js'
import { intentsDir } from './features/entries/installed.js'

/** Files that make patterns while the program runs, each with what makes it do so; what is put into a pattern is escaped, or a constant. */
const MAKERS: Record<string, () => Promise<unknown>> = {
  'assistant/follow-up/hear-choices.ts': async () => {
    const words = await readTable('choices', { intentsDir })
    ;(await import('../src/assistant/follow-up/hear-choices.js')).createChoiceHearer(words)
  },
  'config.ts': async () => (await import('../src/config.js')).readConfig({}),
  'features/entries/lint/is-explained.ts': async () => {
    const { createExplanationFinder } = await import('../src/features/entries/lint/is-explained.js')
    createExplanationFinder((await readPlainWords({ intentsDir })).grammar)
  },
  'features/entries/lint/lint-figures.ts': () => import('../src/features/entries/lint/lint-figures.js'),
  'features/entries/lint/lint-sentence.ts': async () => {
    const { createSentenceLinter } = await import('../src/features/entries/lint/lint-sentence.js')
    createSentenceLinter((await readPlainWords({ intentsDir })).grammar)
  },
  'features/entries/lint/plain-words.ts': async () =>
    (await import('../src/features/entries/lint/plain-words.js')).phrasePattern('déposer (un) dossier.* fini'),
  'search/asking.ts': () => import('../src/search/asking.js'),
  'search/french-words.ts': () => import('../src/search/french-words.js'),
  'search/message-core.ts': () => import('../src/search/message-core.js'),
  'search/without-identity.ts': () => import('../src/search/without-identity.js'),
  'platform/text/word-pattern.ts': async () =>
    (await import('../src/platform/text/word-pattern.js')).isOneOf(['a(b)?']),
  'features/places/read-osm-hours.ts': () => import('../src/features/places/read-osm-hours.js'),
  'platform/text/rich-links.ts': async () =>
    (await import('../src/platform/text/rich-links.js')).linkText('06 12 34 56 78', true),
  'platform/http/shapes.ts': () => import('../src/platform/http/shapes.js'),
  'platform/http/route-table.ts': async () => {
    const { routeTable } = await import('../src/platform/http/route-table.js')
    routeTable((await import('../src/features.js')).ROUTES)
  },
  'features/remote-replies/mask-but-own.ts': async () => {
    const { maskButOwn } = await import('../src/features/remote-replies/mask-but-own.js')
    const { maskPersonalData } = await import('./assistant/personal-data/mask-of-tests.js')
    const services = { accueil: { telephone: '02 61 91 00 00', courriel: 'accueil@bourg.example' } }
    maskButOwn(maskPersonalData, { services } as never, { text: 'Bonjour', label: () => '' })
  },
  'features/handoffs/store/forget-contact.ts': async () => {},
  'features/sheets/pages/download-marked.ts': async () => {},
  'ui/console/commands/palette-search.ts': async () => {},
  'features/replies/pages/pick-options.ts': () => import('../src/features/replies/pages/pick-options.js'),
}

let patterns: Patterns
/** Analysed by `npm run bench -- patterns`: the analysis of all of them takes half a minute. */
let analysed: Set<string>

beforeAll(async () => {
  patterns = await findPatterns('src')
  analysed = new Set([...JSON.parse(await readFile(SAFE_PATTERNS, 'utf8')), ...JUDGED.keys()])
})

describe('the regular expressions of the sources', () => {
  it('take a time that grows no faster than the text', () => {
    expect(patterns.literals.size).toBeGreaterThan(300)
    const faults = [...patterns.literals].flatMap(([text, { files, ...pattern }]) => {
      const fault = analysed.has(text) ? null : faultOfPattern(pattern)
      return fault ? [`${files.join(', ')}: ${text}: ${fault}`] : []
    })
    expect(faults).toEqual([])
  })

  it('are made while the program runs in these files only, and are as harmless', async () => {
    expect([...patterns.makers].sort()).toEqual(Object.keys(MAKERS).sort())
    const own: RegExp[] = []
    const known = globalThis.RegExp
    globalThis.RegExp = new Proxy(known, {
      construct(target, [source, flags]: [string, string?]) {
        const pattern = new target(source, flags)
        // What libraries make while they are loaded is theirs.
        const caller = new Error().stack?.split('\n')[2] ?? ''
        if (/\/src\//.test(caller) && !caller.includes('node_modules')) own.push(pattern)
        return pattern
      },
    })
    try {
      for (const make of Object.values(MAKERS)) await make()
    } finally {
      globalThis.RegExp = known
    }
    expect(new Set(own.map(({ source }) => source)).size).toBeGreaterThan(10)
    // Addresses of routes differ by their words alone.
    const byShape = new Map(
      own.map((one) => [one.source.replace(/^\^\\\/.*/, (path) => path.replace(/[a-z-]+/g, 'a')), one]),
    )
    const unjudged = [...byShape.values()].filter((one) => !analysed.has(String(one)))
    const faults = unjudged.filter((one) => faultOfPattern(one) !== null).map(String)
    expect(faults).toEqual([])
  })

  it('are known to the analysis when they do harm', () => {
    expect(faultOfPattern(/^(a+)+$/)).toMatch(/exponential/)
    expect(faultOfPattern(/a+b/)).toMatch(/polynomial/)
    expect(faultOfPattern(/(?<!a)a+b/)).toBeNull()
  })
})
