import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'

const PROJECTS = ['shared', 'ui', 'server', 'tests'] as const
type Project = (typeof PROJECTS)[number]

function readProject(name: Project): ts.ParsedCommandLine {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} }
  const project = ts.getParsedCommandLineOfConfigFile(`tsconfig.${name}.json`, {}, host)
  if (!project) throw new Error(`tsconfig.${name}.json cannot be read`)
  return project
}

const projects = Object.fromEntries(PROJECTS.map((name) => [name, readProject(name)])) as Record<
  Project,
  ts.ParsedCommandLine
>

const USES = {
  'a module of Node': "import { readFileSync } from 'node:fs'\nreadFileSync('a')",
  'the globals of Node': "Buffer.from('a')\nprocess.exit()",
  'the globals of browsers': 'document.title\nlocalStorage.clear()',
}
type Use = keyof typeof USES

/** What the compiler says of each use, in a file of its own, with the options of a project. */
function faultsOf(project: Project): Record<Use, string[]> {
  const texts = new Map(Object.entries(USES).map(([use, text]) => [resolve('src', `${use}.ts`), text]))
  const options = { ...projects[project].options, composite: false, emitDeclarationOnly: false, noEmit: true }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name)
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
  }
  const program = ts.createProgram([...texts.keys()], options, host)
  const faults = [...texts.keys()].map((name) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  )
  return Object.fromEntries(Object.keys(USES).map((use, index) => [use, faults[index]])) as Record<Use, string[]>
}

describe('the projects of the compiler', () => {
  it('have every source, each in one, but the story of a client that is generated', () => {
    const listed = PROJECTS.flatMap((name) => projects[name].fileNames.map((file) => relative('.', file))).sort()
    const sources = ['src', 'tests', 'benchmarks']
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
      .filter((file) => /\.tsx?$/.test(file) && !/node_modules|^tests.fixtures.generated-client/.test(file))
      .sort()
    expect(listed.filter((file) => !file.endsWith('.json'))).toEqual(sources)
  })

  it('name no file that is gone', () => {
    const named = (projects.shared.raw as { include: string[] }).include.filter((path) => !path.includes('*'))
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })

  it('know neither Node nor browsers in what both sides share', () => {
    expect(faultsOf('shared')).toEqual({
      'a module of Node': [expect.stringContaining("'node:fs'")],
      'the globals of Node': [expect.stringContaining("'Buffer'"), expect.stringContaining("'process'")],
      'the globals of browsers': [expect.stringContaining("'document'"), expect.stringContaining("'localStorage'")],
    })
  })

  it('know nothing of Node in what runs in browsers', () => {
    expect(faultsOf('ui')).toEqual({
      'a module of Node': [expect.stringContaining("'node:fs'")],
      'the globals of Node': [expect.stringContaining("'Buffer'"), expect.stringContaining("'process'")],
      'the globals of browsers': [],
    })
  })
})

describe('the linter', () => {
  /** Preact's types bring those of browsers to the whole server, where the compiler then knows them. */
  it('refuses the globals of browsers in the server, and takes them in pages', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-lint-'))
    await copyFile('biome.json', join(folder, 'biome.json'))
    await mkdir(join(folder, 'src/features/mail/pages'), { recursive: true })
    for (const name of ['title.ts', 'pages/title.ts'])
      await writeFile(join(folder, 'src/features/mail', name), 'export const title = document.title\n')
    const biome = resolve('node_modules/@biomejs/biome/bin/biome')
    const { stderr } = spawnSync(process.execPath, [biome, 'lint'], { cwd: folder, encoding: 'utf8' })
    expect(stderr.match(/\S+ lint\/\S+/g)).toEqual(['src/features/mail/title.ts:1:22 lint/style/noRestrictedGlobals'])
    await rm(folder, { recursive: true })
  })
})
