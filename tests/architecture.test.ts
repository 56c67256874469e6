import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'

const SRC = 'src'

/** A file imports from lower ranks or its own folder only. */
const RANKS: Record<string, number> = {
  domain: 0,
  'log.ts': 0,
  'trace.ts': 0,
  // Says which setting was probably meant, by a rule of the domain.
  'config.ts': 0.5,
  storage: 1,
  mail: 1,
  push: 1,
  webhooks: 1,
  oidc: 1,
  retrieval: 1,
  sandbox: 1,
  content: 2,
  handover: 2,
  assistant: 3,
  http: 4,
  commands: 4,
  'app.ts': 5,
  'main.ts': 6,
}

interface Import {
  from: string
  to: string
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) => ({
    from: relative(SRC, file),
    to: relative(SRC, normalize(join(dirname(file), (target ?? '').replace(/\.js$/, '')))),
  }))
}

function roomOf(path: string): string {
  const [first = '', ...rest] = path.split('/')
  return rest.length === 0 ? `${first.replace(/\.tsx?$/, '')}.ts` : first
}

const files = sourceFiles(SRC)
const imports = files.flatMap(importsOf)
const server = imports.filter(({ from }) => !from.startsWith('web/'))

describe('import ranks', () => {
  it('sees the whole source', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(imports.length).toBeGreaterThan(100)
  })

  it('lets a file import from lower ranks or its own folder only', () => {
    const breaches = server.filter(({ from, to }) => {
      if (to.startsWith('..')) return false
      const [own, other] = [roomOf(from), roomOf(to)]
      return own !== other && !((RANKS[other] ?? Number.NaN) < (RANKS[own] ?? Number.NaN))
    })
    expect(breaches).toEqual([])
  })

  it('lets nothing of the domain be traced or logged', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(from) === 'domain' && roomOf(to) !== 'domain' && !to.startsWith('..'),
    )
    expect(breaches).toEqual([])
  })

  it('lets storage be imported by app and commands only', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(to) === 'storage' && !['storage', 'app.ts', 'commands'].includes(roomOf(from)),
    )
    expect(breaches).toEqual([])
  })

  it('lets mail be imported by app only', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(to) === 'mail' && !['mail', 'app.ts'].includes(roomOf(from)),
    )
    expect(breaches).toEqual([])
  })

  it('lets webhooks be imported by app only', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(to) === 'webhooks' && !['webhooks', 'app.ts'].includes(roomOf(from)),
    )
    expect(breaches).toEqual([])
  })

  it('lets oidc be imported by app only', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(to) === 'oidc' && !['oidc', 'app.ts'].includes(roomOf(from)),
    )
    expect(breaches).toEqual([])
  })

  it('lets push be imported by app only', () => {
    const breaches = server.filter(
      ({ from, to }) => roomOf(to) === 'push' && !['push', 'app.ts'].includes(roomOf(from)),
    )
    expect(breaches).toEqual([])
  })

  it('lets the browser share only domain types and the HTTP contract', () => {
    const breaches = imports.filter(({ from, to }) => {
      if (!from.startsWith('web/') || to.startsWith('web/') || to.startsWith('..')) return false
      return !(to.startsWith('domain/') || /^http\/((agent|admin|account)\/[a-z-]+-)?contract$/.test(to))
    })
    expect(breaches).toEqual([])
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

describe('sovereignty', () => {
  it('has one reader of the environment', () => {
    const readers = files
      .filter((file) => /process\.env/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SRC, file))
    expect(readers.filter((file) => !['main.ts'].includes(file) && !file.startsWith('commands/'))).toEqual([])
  })

  it('has no outgoing call in the server', () => {
    const callers = files
      .filter((file) => !file.startsWith(join(SRC, 'web/')))
      .filter((file) => /\bfetch\(|node:https|node:http2|\bhttps?\.(?:get|request)\(/.test(readFileSync(file, 'utf8')))
    // The national feed, off unless the operator gives its address (docs/decisions/014-national-feed.md).
    const feed = join(SRC, 'content', 'service-public', 'fetch-feed.ts')
    // A pack's address, read when a curator asks (016-exchange-and-packs.md).
    const packs = join(SRC, 'content', 'packs', 'fetch-text.ts')
    // Webhooks, none unless an administrator registers one (025-webhooks.md).
    const webhooks = join(SRC, 'webhooks', 'https-sender.ts')
    // Web push, off unless the installation has keys (docs/decisions/010-web-push.md).
    expect(callers).toEqual([packs, feed, join(SRC, 'push', 'web-pusher.ts'), webhooks])
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
