import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { checkCommune } from '../src/features/settings/commune-schema.js'
import { describeFaults } from '../src/features/settings/schedule-schema.js'

/** What is read before and beside the code. */
const DOCUMENTS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'],
  ...['.github/pull_request_template.md', 'training/README.md', 'models/guichet-fr/README.md'],
  ...['benchmarks', 'docs', 'docs/decisions', 'docs/tutorials'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
]
const texts = new Map(DOCUMENTS.map((file) => [file, readFileSync(file, 'utf8')]))
/** What an operator has; decisions tell of the past too. */
const guides = [...texts].filter(([file]) => !file.startsWith('docs/decisions/'))

/** Settings that the scripts and the commands read, beside those of `src/config.ts`. */
const OTHER_SETTINGS = ['GUICHET_CONFIG', 'GUICHET_PASSWORD']
/** Of a former version, to say what takes its place. */
const NO_SETTINGS = ['GUICHET_COMMUNES']
const namesIn = (file: string, pattern: RegExp) =>
  [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name = '']) => name)

/** What a command makes, or a reader. */
const NOT_HERE = [
  'training/.cache',
  // Named right before its text.
  ...namesIn('docs/tutorials/developer.md', /`([\w/.-]+)`:\n\n```ts$/gm),
]

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
const commands = ['start', 'bench', ...namesIn('src/commands/cli.ts', /^ {2}'?([\w-]+)'?: \{$/gm)]
const benchmarks = namesIn('benchmarks/run-bench.ts', /^ {2}'?([\w-]+)'?: async/gm)
const settings = [...namesIn('src/config.ts', /^ {2}([A-Z][A-Z_0-9]+):/gm), ...OTHER_SETTINGS]

/** How a heading is addressed, as forges do. */
function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ +(.*)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  )
}

/** What each document says that a pattern finds and that is not true, with its file. */
function untrue(pattern: RegExp, isTrue: (said: string) => boolean, among = guides): string[] {
  return among.flatMap(([file, text]) =>
    [...text.matchAll(pattern)].flatMap(([, said = '']) => (isTrue(said) ? [] : [`${file}: ${said}`])),
  )
}

describe('the documents', () => {
  it('lead to files and headings that exist', () => {
    const broken = [...texts].flatMap(([file, text]) =>
      [...withoutCode(text).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].flatMap(([, to = '', anchor]) => {
        const target = to === '' ? file : normalize(join(dirname(file), to))
        const isThere =
          existsSync(target) && (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
        return isThere ? [] : [`${file}: ${to}${anchor === undefined ? '' : `#${anchor}`}`]
      }),
    )
    expect(broken).toEqual([])
  })

  it('are not empty, and each decision is in their index by its own title', () => {
    expect([...texts].filter(([, text]) => text.trim() === '').map(([file]) => file)).toEqual([])
    const isDecision = ([file]: [string, string]) => /^docs\/decisions\/\d{3}-/.test(file)
    const titled = [...texts].filter(isDecision).map(([file, text]) => {
      const [, number = '', title = ''] = /^# (\d{3})(?:\.| —) (.*)$/m.exec(text) ?? []
      return `| ${number} | [${title}](${file.slice('docs/decisions/'.length)}) |`
    })
    const rows = (texts.get('docs/decisions/README.md') ?? '').match(/^\| \d.*?\) \|/gm)
    expect(rows).toEqual(titled.sort())
  })

  it('name each feature in the table of features, and none that does not exist', () => {
    const [, table = ''] = (texts.get('ARCHITECTURE.md') ?? '').split('| features | |')
    const cells = table.split('\n\n')[0]?.replace(/\([^)]*\)/g, '') ?? ''
    const named = [...cells.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(readdirSync('src/features').sort())
  })

  it('are each once in the index of the documentation, and nothing else of docs/ is', () => {
    const listed = [...(texts.get('docs/README.md') ?? '').matchAll(/^- .*?\]\((?!\.\.|https:)([^)]+)\)/gm)]
    const there = DOCUMENTS.filter((file) => /^docs\/(tutorials\/)?[^/]+$/.test(file) && file !== 'docs/README.md')
    const expected = [...there, 'docs/decisions/README.md'].map((file) => file.slice('docs/'.length))
    expect(listed.map(([, to]) => to).sort()).toEqual(expected.sort())
  })

  it('break their lines of prose at a hundred characters', () => {
    const broken = [...texts].filter(
      ([file]) => !/^(benchmarks|docs\/decisions|training|models)\/|^ARCHITECTURE/.test(file),
    )
    const long = broken.flatMap(([file, text]) =>
      text
        .replace(/^(---\n[\s\S]*?\n---\n)|^```[\s\S]*?^```/gm, '')
        .split('\n')
        // A word, a link or a piece of code may be longer than a line.
        .filter((line) => line.length > 100 && !/^\s*(\||!\[|#|<|`[^`]+`\S*$)/.test(line))
        .map((line) => `${file}: ${line}`),
    )
    expect(long).toEqual([])
  })

  it('tell the version that this is, released on a day', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { version: string }
    const sections = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## (.*)$/gm)].map(([, title]) => title)
    expect(sections[0]).toBe('[Unreleased]')
    expect(sections[1]).toMatch(new RegExp(`^\\[${version}\\] - \\d{4}-\\d\\d-\\d\\d$`))
    expect(lock.version).toBe(version)
    expect(readFileSync('deploy/kubernetes/servers.yaml', 'utf8')).toContain(`/guichet:${version}\n`)
    expect(texts.get('SECURITY.md')).toContain(`| ${version.split('.').slice(0, 2).join('.')} | yes |`)
  })

  it('name files, folders and tests that exist', () => {
    const isThere = (path: string) =>
      ['', '.ts', '.tsx', '.test.ts'].some((end) => existsSync(path + end)) || NOT_HERE.includes(path)
    const rooted =
      /`((?:benchmarks|deploy|docs|intents|knowledge|models|public|scripts|src|tests|training)\/[\w./-]+)`/g
    expect(untrue(rooted, isThere)).toEqual([])
    // The rooms of the code are said without `src/`, the tests of a threat without `tests/` too.
    const inRoom = /`((?:assistant|commands|features|platform|search|store|ui|wiring)\/[a-z/-]+)(?:\.[a-z]+)?`/g
    const ofCode = guides.filter(([file]) => ['ARCHITECTURE.md', 'docs/asvs.md'].includes(file))
    expect(untrue(inRoom, (path) => isThere(`src/${path}`), ofCode)).toEqual([])
    const ofTests = guides.filter(([file]) => file === 'docs/security.md')
    expect(untrue(inRoom, (path) => isThere(`tests/${path}`) || isThere(`src/${path}`), ofTests)).toEqual([])
  })

  it('name each setting of the server, and none that does not exist', () => {
    const all = guides.map(([, text]) => text).join('\n')
    expect(settings.length).toBeGreaterThan(40)
    expect(settings.filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([])
    expect(untrue(/\b(GUICHET_[A-Z_0-9]+)\b/g, (name) => [...settings, ...NO_SETTINGS].includes(name))).toEqual([])
  })

  it('name each command, and none that does not exist', () => {
    const table = readFileSync('docs/runbook.md', 'utf8').split('## The commands')[1] ?? ''
    expect(commands.filter((name) => !new RegExp(`\`${name}[ \`]`).test(table))).toEqual([])
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    expect(untrue(/(?:npx |`|guichet )guichet ([a-z][a-z-]*)/g, (name) => commands.includes(name))).toEqual([])
    expect(untrue(/npm run (?:--silent )?([a-z-]+)/g, (name) => name in scripts)).toEqual([])
    expect(untrue(/npm run bench -- ([a-z-]+)/g, (name) => benchmarks.includes(name))).toEqual([])
  })

  it('show fields of a commune’s file as the server reads them', () => {
    const installed = JSON.parse(readFileSync('knowledge/communes/villebourg.json', 'utf8'))
    const shown = guides.flatMap(([file, text]) =>
      // A block, or a few words in the line, of `"field": value`.
      [...text.matchAll(/^```json\n("[\s\S]*?)^```|`("[a-z][A-Za-z]+": \{[^`]*\})`/gm)].map(([, block, words]) => ({
        file,
        fields: JSON.parse(`{${block ?? words}}`) as object,
      })),
    )
    // A block of `slots` is of an intent.
    const ofCommunes = shown.filter(({ fields }) => !('slots' in fields))
    expect(ofCommunes.length).toBeGreaterThan(10)
    const refused = ofCommunes.flatMap(({ file, fields }) => {
      const read = checkCommune({ ...installed, ...fields })
      return read.ok ? [] : [`${file}: ${Object.keys(fields)}: ${describeFaults(read.error)}`]
    })
    expect(refused).toEqual([])
  })
})
