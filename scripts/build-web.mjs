import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
/** Browser programs besides the widget, and where each begins. */
const ENTRIES = {
  console: 'src/ui/console/main.tsx',
  admin: 'src/ui/admin/main.tsx',
  account: 'src/features/accounts/pages/main.tsx',
  reply: 'src/features/remote-replies/pages/main.tsx',
  sheet: 'src/features/sheets/pages/main.ts',
  kit: 'src/ui/kit/demonstration/main.tsx',
}
/** Scripts that run beside the console: the stream that its tabs share, and what shows a push when it is closed. */
const BESIDE_CONSOLE = {
  'console-stream': 'src/ui/console/stream/worker.ts',
  'console-push': 'src/features/agent-alerts/pages/worker.ts',
}
/** Those of them that are modules, in parts. */
const MODULES = ['console', 'admin']
/** Languages of the widget besides French, which travels inside it: their sentences are loaded on demand. */
const OTHER_LANGUAGES = Object.keys(
  JSON.parse(readFileSync(join(ROOT, 'knowledge/messages/languages.json'), 'utf8')),
).filter((language) => language !== 'fr')
/** Most that the widget may weigh on the wire, before the first answer. */
const WIDGET_LIMIT_BYTES = 20_000

/**
 * Bundles the browser code (`src/ui`, the pages of `src/features`) into `public/assets`, and prints what each file weighs once compressed. What was built
 * there before is gone: parts have a hash in their name and would pile up, and compressed copies would be served in the place of what is new.
 * @param {{ outdir?: string, quiet?: boolean }} [options]
 */
export async function buildWeb({ outdir = join(ROOT, 'public/assets'), quiet = false } = {}) {
  const report = reportSizes(quiet)
  await rm(outdir, { recursive: true, force: true })
  await writeWords(outdir, quiet)
  const programs = [...widgetOptions(outdir), ...Object.keys(ENTRIES).flatMap((name) => pageOptions(name, outdir))]
  const plugins = (options) => [...(options.plugins ?? []), contractsAsAddresses, report]
  await Promise.all(programs.map((options) => esbuild.build({ ...options, plugins: plugins(options) })))
}

/** @returns {import('esbuild').BuildOptions} */
function commonOptions(outdir) {
  return {
    bundle: true,
    minify: true,
    format: 'iife',
    // Every browser with constructable style sheets, which the widget needs, has it.
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    // Calls of `h` weigh less than those of the automatic runtime, which `tsconfig.json` names for the type checker.
    tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: 'jsxElement', jsxFragmentFactory: 'JsxFragment' } },
    inject: [join(ROOT, 'src/ui/kit/jsx-factory.ts')],
    metafile: true,
    outdir,
    absWorkingDir: ROOT,
  }
}

/**
 * The widget is a plain script that a page loads with one tag; it imports one module, with its style sheet inside, and that what is seldom used.
 * @returns {import('esbuild').BuildOptions[]}
 */
function widgetOptions(outdir) {
  const common = commonOptions(outdir)
  const modules = {
    ...common,
    format: 'esm',
    splitting: true,
    chunkNames: 'widget/[name]-[hash]',
    plugins: [cssAsText(/\.css$/)],
  }
  return [
    // It draws nothing: no Preact.
    { ...common, inject: [], entryPoints: { widget: 'src/ui/widget/main.ts' } },
    { ...modules, entryPoints: { 'widget/guichet-widget': 'src/ui/widget/guichet-widget.tsx' } },
  ]
}

async function writeWords(outdir, quiet) {
  await mkdir(outdir, { recursive: true })
  for (const language of OTHER_LANGUAGES) {
    const read = async (name) =>
      JSON.parse(await readFile(join(ROOT, `knowledge/messages/${name}.${language}.json`), 'utf8'))
    const words = { ...(await read('widget')), ...(await read('widget-parts')) }
    const file = join(outdir, `widget.${language}.json`)
    await writeFile(file, JSON.stringify(words))
    await reportSize(file, quiet)
  }
}

/** @returns {import('esbuild').BuildOptions[]} */
function pageOptions(name, outdir) {
  const entry = ENTRIES[name]
  // A plain script draws nothing: no Preact.
  const inject = entry.endsWith('.ts') ? { inject: [] } : {}
  const page = {
    ...commonOptions(outdir),
    ...inject,
    ...(MODULES.includes(name) ? inParts(name) : {}),
    entryPoints: { [name]: entry },
  }
  return name === 'console' ? [page, ...besideConsole(outdir)] : [page]
}

/** A module loads what is seldom used when it is asked for; such parts are in a folder of its name. */
function inParts(name) {
  // The administration shows the widget's card in a root of its own.
  const plugins = [cssAsText(/ui\/widget\/[\w-]+\.css$/)]
  return { format: 'esm', splitting: true, chunkNames: `${name}/[name]-[hash]`, plugins }
}

/** @returns {import('esbuild').BuildOptions[]} */
function besideConsole(outdir) {
  return Object.entries(BESIDE_CONSOLE).map(([name, file]) => ({
    ...commonOptions(outdir),
    inject: [],
    entryPoints: { [name]: file },
  }))
}

/**
 * Style sheets for roots of their own, as text.
 * @returns {import('esbuild').Plugin}
 */
const cssAsText = (filter) => ({
  name: 'css-as-text',
  setup(build) {
    build.onLoad({ filter }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, 'utf8'), {
        loader: 'css',
        minify: true,
        charset: 'utf8',
        target: ['chrome100', 'firefox101', 'safari16.4'],
      })
      return { contents: code.trim().replace(/(--[\w-]+): /g, '$1:'), loader: 'text' }
    })
  },
})

/**
 * Of a contract, a browser needs where its routes are and the constants beside them: the schemas, and the library that makes them, stay with the server.
 * @type {import('esbuild').Plugin}
 */
const contractsAsAddresses = {
  name: 'contracts-as-addresses',
  setup(build) {
    build.onLoad({ filter: /[/\\]([\w-]+-)?contract\.ts$/ }, async ({ path }) => {
      // Builds that run side by side read the same contract: each has a file of its own.
      const outfile = join(ROOT, 'dist/contracts', `${relative(ROOT, path).replace(/\W/g, '-')}-${randomUUID()}.mjs`)
      await esbuild.build({
        entryPoints: [path],
        outfile,
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        absWorkingDir: ROOT,
      })
      const declared = await import(pathToFileURL(outfile).href)
      await rm(outfile)
      const lines = Object.entries(declared).flatMap(([name, value]) =>
        isForBrowsers(value) ? [`export const ${name} = ${JSON.stringify(asAddresses(value))}`] : [],
      )
      return { contents: lines.join('\n') }
    })
  },
}

/** Whether an export is more than a schema or a function. */
function isForBrowsers(value) {
  return typeof value !== 'function' && !(typeof value === 'object' && value !== null && '_zod' in value)
}

/** Routes by their method and path, alone or in a group; any other value as it is. */
function asAddresses(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (typeof value.method === 'string' && typeof value.path === 'string') {
    const { method, path } = value
    return { method, path }
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (isForBrowsers(one) ? [[name, asAddresses(one)]] : [])),
  )
}

/** @returns {import('esbuild').Plugin} */
function reportSizes(quiet) {
  return {
    name: 'report-sizes',
    setup(build) {
      build.onEnd(async ({ metafile }) => {
        if (!metafile) return
        for (const file of Object.keys(metafile.outputs)) await reportSize(join(ROOT, file), quiet)
        const first = Object.keys(metafile.outputs).find((file) => file.endsWith('widget/guichet-widget.js'))
        if (first) await checkWeight(loadedAtOnce(metafile, first))
      })
    },
  }
}

async function reportSize(file, quiet) {
  const bytes = gzipSync(await readFile(file), { level: 9 }).length
  if (!quiet) console.log(`${basename(file).padEnd(32)} ${(bytes / 1000).toFixed(1)} kB gzip`)
  return bytes
}

/** A module and those that it imports at once. */
function loadedAtOnce(metafile, file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  for (const { path, kind } of metafile.outputs[file].imports)
    if (kind === 'import-statement') loadedAtOnce(metafile, path, found)
  return found
}

async function checkWeight(files) {
  let bytes = 0
  for (const file of files) bytes += await reportSize(join(ROOT, file), true)
  if (bytes > WIDGET_LIMIT_BYTES)
    console.warn(`the widget weighs ${bytes} bytes compressed before an answer; its limit is ${WIDGET_LIMIT_BYTES}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb()
