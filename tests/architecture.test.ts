import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { countSource } from '../benchmarks/house/count-source.js'

const SRC = 'src'

/** A file imports from lower ranks, or from its own; two features are of one rank. */
const RANKS: Record<string, number> = {
  'log.ts': 0,
  'trace.ts': 0,
  platform: 0,
  'config.ts': 0,
  search: 1,
  // What every screen uses.
  kit: 1,
  features: 2,
  assistant: 3,
  pages: 3,
  // The shells.
  ui: 4,
  commands: 4,
  // Every store together, and the list of features.
  store: 3.5,
  'features.ts': 5,
  wiring: 5.5,
  'app.ts': 6,
  'main.ts': 7,
}

/** What is still to be untied, by who imports whom: these numbers only fall (docs/decisions/056-the-house-by-feature.md). */
const STILL_TIED: Record<string, number> = {
  'features -> assistant': 10,
  'kit -> features': 1,
}
/** What runs in browsers: the kit, the shells and features' pages. */
const BROWSER = /^(ui\/(kit|widget|console|admin)|features\/[\w-]+\/pages)\//
/** Of packages, what browser code may import, however far it reaches. */
const BROWSER_PACKAGES = /^(preact(\/|$)|diff$)/
/** Declared routes, of which browsers are given the addresses alone (`scripts/build-web.mjs`). */
const CONTRACT = /(^|[/-])contract$/
/** Ways out of the process: made by the wiring, and known to the rest as functions. */
const ADAPTERS = [
  'platform/mail/smtp-mailer',
  'platform/push/web-pusher',
  'platform/matrix/http-matrix-bot',
  'platform/identity/openid-provider',
  'features/webhooks/https-sender',
  'store/open-store',
]

interface Import {
  from: string
  to: string
  /** Whether nothing of it is left once types are. */
  isOfTypes: boolean
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

const IMPORT =
  /^(?:import|export)\s+(type\s+)?(\{[^}]*\}|[\w$]+(?:\s*,\s*\{[^}]*\})?|\*(?:\s+as\s+\w+)?)\s+from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm

function importsOf(file: string): Import[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, type, names = '', from, alone, later]) => {
    const target = from ?? alone ?? later ?? ''
    const braced = /^\{([^}]*)\}$/.exec(names)?.[1]
    return {
      from: relative(SRC, file),
      to: target.startsWith('.') ? relative(SRC, normalize(join(dirname(file), target.replace(/\.js$/, '')))) : target,
      isOfTypes:
        type !== undefined ||
        (braced?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false),
    }
  })
}

function roomOf(path: string): string {
  if (path.startsWith('ui/kit/')) return 'kit'
  if (/^features\/[\w-]+\/pages\//.test(path)) return 'pages'
  const [first = '', ...rest] = path.split('/')
  return rest.length === 0 ? `${first.replace(/\.tsx?$/, '')}.ts` : first
}

const files = sourceFiles(SRC)
const everyImport = files.flatMap(importsOf)
const known = new Set(files.map((file) => relative(SRC, file).replace(/\.tsx?$/, '')))
const imports = everyImport.filter(({ to }) => known.has(to))

describe('who may import whom', () => {
  it('sees the whole source', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(imports.length).toBeGreaterThan(3_000)
  })

  it('lets a file import from lower ranks or its own, but for what is still tied', () => {
    const ties: Record<string, number> = {}
    for (const { from, to } of imports) {
      const [own, other] = [roomOf(from), roomOf(to)]
      if (own === other || (RANKS[other] ?? Number.NaN) < (RANKS[own] ?? Number.NaN)) continue
      if (own === 'log.ts' || own === 'config.ts' || own === 'trace.ts') continue
      if (['log.ts', 'trace.ts', 'config.ts'].includes(other)) continue
      ties[`${own} -> ${other}`] = (ties[`${own} -> ${other}`] ?? 0) + 1
    }
    expect(ties).toEqual(STILL_TIED)
  })

  it('has no two features that import each other, beside their pages', () => {
    const featureOf = (path: string) => /^features\/([\w-]+)\/(?!pages\/)/.exec(path)?.[1]
    const pairs = new Set<string>()
    for (const { from, to } of imports) {
      const [own, other] = [featureOf(from), featureOf(to)]
      if (own && other && own !== other) pairs.add(`${own} ${other}`)
    }
    const mutual = [...pairs].filter((pair) => {
      const [own = '', other = ''] = pair.split(' ')
      return own < other && pairs.has(`${other} ${own}`)
    })
    expect(mutual).toEqual([])
  })

  it('lets pure rules be neither traced nor logged nor stored', () => {
    const isPure = (path: string) => /^platform\/(model|text|time|security)\//.test(path)
    const breaches = imports.filter(
      ({ from, to }) => isPure(from) && /^platform\/(http|store|jobs)|^(log|trace)$/.test(to),
    )
    expect(breaches).toEqual([])
  })

  it('lets the ways out of the process be made by the wiring alone', () => {
    const breaches = imports.filter(
      ({ from, to, isOfTypes }) =>
        ADAPTERS.includes(to) &&
        !isOfTypes &&
        dirname(from) !== dirname(to) &&
        !/^(wiring\/|commands\/|features\/backups\/)/.test(from),
    )
    expect(breaches).toEqual([])
  })

  it('keeps what runs in browsers free of the server, however far it reaches', () => {
    const values = new Map<string, Import[]>()
    for (const one of everyImport) {
      if (one.isOfTypes) continue
      const from = one.from.replace(/\.tsx?$/, '')
      values.set(from, [...(values.get(from) ?? []), one])
    }
    const reached = new Set([...known].filter((path) => BROWSER.test(path)))
    // Of a contract a browser is given addresses alone: what it is made from stays with the server.
    for (const path of reached)
      if (!CONTRACT.test(path)) for (const { to } of values.get(path) ?? []) if (known.has(to)) reached.add(to)
    const breaches = [...reached].flatMap((path) =>
      (values.get(path) ?? []).filter(
        ({ to }) =>
          !known.has(to) &&
          !/\.css$/.test(to) &&
          !to.startsWith('..') &&
          !BROWSER_PACKAGES.test(to) &&
          !(to === 'zod' && CONTRACT.test(path)),
      ),
    )
    expect(breaches).toEqual([])
  })

  it('has the value of a feature once, in its index where there is one, else last of its routes', () => {
    const strays = imports.flatMap(({ from, to }) => {
      const feature = /^features\/([\w-]+)\//.exec(to)?.[1]
      if (from !== 'features.ts' || feature === undefined) return []
      const index = `features/${feature}/index`
      return (known.has(index) ? to === index : /^[^/]+\/[^/]+\/(routes|routes\/[\w-]+-routes)$/.test(to)) ? [] : [to]
    })
    const valuesOf = (file: string) =>
      readFileSync(file, 'utf8').match(/^export const \w+: Feature[<\s]/gm)?.length ?? 0
    const folders = files.filter((file) => valuesOf(file) > 0).map((file) => /^src\/features\/([\w-]+)/.exec(file)?.[1])
    const twice = folders.filter((folder, place) => folder !== undefined && folders.indexOf(folder) !== place)
    expect({ strays, twice }).toEqual({ strays: [], twice: [] })
  })

  it('has no ring', () => {
    const graph = new Map<string, string[]>()
    for (const { from, to } of imports) {
      const key = from.replace(/\.tsx?$/, '')
      graph.set(key, [...(graph.get(key) ?? []), to])
    }
    expect(findRing(graph)).toBeNull()
  })
})

describe('the size of functions', () => {
  it('has none over sixty lines, those written in it counted', async () => {
    const { long } = await countSource(SRC)
    expect(long.map(({ file, name }) => `${relative(SRC, file)} ${name}`)).toEqual([])
  })
})

describe('sovereignty', () => {
  it('has one reader of the environment', () => {
    const readers = files
      .filter((file) => /process\.env/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SRC, file))
    expect(readers.filter((file) => !['main.ts'].includes(file) && !file.startsWith('commands/'))).toEqual([])
  })

  it('has no outgoing call in the server', () => {
    const callers = files
      .map((file) => relative(SRC, file))
      .filter((file) => !BROWSER.test(file))
      .filter((file) =>
        /\bfetch\(|node:https|node:http2|\bhttps?\.(?:get|request)\(/.test(readFileSync(join(SRC, file), 'utf8')),
      )
    expect(callers.sort()).toEqual([
      // The operator's own looks at her addresses, when she runs `guichet doctor` (085-installed-and-looked-after-by-a-secretary.md).
      'commands/doctor/outside.ts',
      // The server of this machine, by its port, when `guichet upgrade` has replaced it (087-a-new-version-is-tried-before-it-is-served.md).
      'commands/upgrade/server-turns.ts',
      // The national feed, off unless the operator gives its address (docs/decisions/014-national-feed.md).
      'features/national-feed/fetch-feed.ts',
      // A pack's address, read when a curator asks (016-exchange-and-packs.md).
      'features/packs/fetch-text.ts',
      // Webhooks, none unless an administrator registers one (025-webhooks.md).
      'features/webhooks/https-sender.ts',
      // The bot account by which agents are told in Tchap, off unless the operator gives one (docs/decisions/068-tchap.md).
      'platform/matrix/http-matrix-bot.ts',
      // Web push, off unless the installation has keys (docs/decisions/010-web-push.md).
      'platform/push/web-pusher.ts',
    ])
  })
})

function findRing(graph: Map<string, string[]>): string[] | null {
  const done = new Set<string>()
  const visit = (node: string, path: string[]): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return null
    for (const next of graph.get(node) ?? []) {
      const ring = visit(next, [...path, node])
      if (ring) return ring
    }
    done.add(node)
    return null
  }
  for (const node of graph.keys()) {
    const ring = visit(node, [])
    if (ring) return ring
  }
  return null
}
