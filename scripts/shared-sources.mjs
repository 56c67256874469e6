import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import ts from 'typescript'
import { ROOT } from './prepare.mjs'

/**
 * Writes which sources the server and browsers share, however far pages reach, into `tsconfig.shared.json`, and leaves them out of
 * `tsconfig.server.json`: a project of the compiler can only list its files. What is listed by a folder or a pattern stays as it is.
 */
const PROJECTS = ['tsconfig.shared.json', 'tsconfig.server.json']
/** Where browsers begin: what `tsconfig.ui.json` includes. */
const BROWSER = /^src\/(ui\/(admin|console|kit|widget)|features\/[\w-]+\/pages)\//
/** What is shared by its place: the patterns at the head of both lists. */
const BY_PLACE = /^src\/(platform\/model\/|features\/entries\/model\/|features\/[\w-]+\/[\w-]*contract\.ts$)/
/** Last of these patterns, after which single files are listed. */
const LAST_PATTERN = '"src/features/entries/model"'

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.split(sep).join('/')}`)
  .filter((file) => /\.tsx?$/.test(file))
const reached = new Set(sources.filter((file) => BROWSER.test(file) || BY_PLACE.test(file)))
for (const file of reached) for (const imported of importedBy(file)) reached.add(imported)
const listed = [...reached].filter((file) => !BROWSER.test(file) && !BY_PLACE.test(file))
const lines = ['src/platform/both-sides.d.ts', ...listed].sort().map((file) => `,\n    "${file}"`)
for (const project of PROJECTS) {
  const path = join(ROOT, project)
  const [head = '', rest = ''] = readFileSync(path, 'utf8').split(LAST_PATTERN)
  writeFileSync(path, `${head}${LAST_PATTERN}${lines.join('')}${rest.slice(rest.indexOf('\n  ]'))}`)
}

/** The sources that a source imports, those of which it needs the types alone too. */
function importedBy(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true)
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.') || !fileName.endsWith('.js')) return []
    const base = posix.join(dirname(file), fileName.replace(/\.js$/, ''))
    return [`${base}.ts`, `${base}.tsx`].filter((path) => existsSync(join(ROOT, path)))
  })
}
