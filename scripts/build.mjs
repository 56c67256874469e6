import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildWeb } from './build-web.mjs'
import { compressPublic } from './compress-public.mjs'
import { BUILT, ROOT } from './prepare.mjs'

/** The only sources that are not TypeScript: one is assembled from the `.wat` beside it, three are written by `npm run bench -- real-words`, one is the words of the search. */
const DATA = ['dense-scan.wasm', 'real-stems.txt', 'french-forms.bin', 'meant-words.txt', 'french-words.json'].map(
  (name) => join('search', name),
)

/** Of what runs in browsers, what a benchmark does in their place. */
const PLAYED = ['src/ui/kit/sse-parser.ts', 'src/ui/kit/merged-reads.ts']

/**
 * Builds the server (`dist/`, one file a source file) and the browser's bundles (`public/assets/`), and compresses all that `public/` serves.
 * @param {{ quiet?: boolean }} [options] `quiet`: the sizes of the bundles are not told
 */
export async function buildAll({ quiet = false } = {}) {
  emptyFolder(join(ROOT, 'dist'))
  await buildServer(join(ROOT, 'dist'), {
    entryPoints: [...sourcesOf(join(ROOT, 'src')), ...sourcesOf(join(ROOT, 'benchmarks')), ...PLAYED],
    sourcemap: 'linked',
  })
  await buildWeb({ quiet })
  await compressPublic(join(ROOT, 'public'))
}

/**
 * Builds what a release holds, and nothing else, into an empty folder: the same bytes from the same sources, wherever that folder lies.
 * @param {string} folder gets `dist/` and `public/`
 */
export async function buildRelease(folder) {
  await buildServer(join(folder, 'dist'), { entryPoints: sourcesOf(join(ROOT, 'src')) })
  const packages = join(folder, 'node_modules')
  symlinkSync(join(ROOT, 'node_modules'), packages, 'junction')
  prepareContent(folder)
  rmSync(packages)
  const pages = join(folder, 'public')
  cpSync(join(ROOT, 'public'), pages, { recursive: true, filter: (path) => path !== BUILT })
  await buildWeb({ quiet: true, outdir: join(pages, 'assets') })
  await compressPublic(pages)
}

/** What types were already checked, `dist/types`, stays: only the compiler knows when it is old. */
function emptyFolder(folder) {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder))
    if (name !== 'types') rmSync(join(folder, name), { recursive: true, force: true })
}

/**
 * Has the code that was built read the content of the clone once, so that a start with the same content finds what is made of it in `dist/prepared/`.
 * @param {string} [folder] where `dist` and its packages are
 */
export function prepareContent(folder = ROOT) {
  const { href } = pathToFileURL(join(folder, 'dist', 'src', 'commands', 'prepare-content.js'))
  const program = `import { prepareContent } from '${href}'\nawait prepareContent()`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: ROOT,
    env: {},
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('the content could not be prepared')
}

async function buildServer(outdir, options) {
  const { build } = await import('esbuild')
  await build({
    outbase: ROOT,
    outdir,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    ...options,
  })
  for (const file of DATA) cpSync(join(ROOT, 'src', file), join(outdir, 'src', file))
}

/** What runs in browsers, and is bundled apart: the kit, the shells and every feature's pages. */
const BROWSER_CODE = /^src\/(ui\/(kit|widget|console|admin)|features\/[\w-]+\/pages)$/

/** Server sources. */
function sourcesOf(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) {
      const isApart = name === 'node_modules' || BROWSER_CODE.test(relative(ROOT, path).split(sep).join('/'))
      return isApart ? [] : sourcesOf(path)
    }
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildAll()
