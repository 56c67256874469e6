import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './prepare.mjs'

/**
 * Makes one file of the server and its packages for the tests that start it as a process, with what V8 compiled of it: `dist/one/serve.cjs`. Half of what a
 * start takes is the loading of two thousand modules. It is made of what was built, finds its data where that has them, and no release holds it.
 */
const BUILT = join(ROOT, 'dist', 'src')
const FOLDER = join(ROOT, 'dist', 'one')
const SERVER = join(FOLDER, 'server.cjs')

/** What V8 has compiled before cannot import by itself: the file that starts it does, of the packages that stay outside. */
const MODEL_IMPORT = 'import("@xenova/transformers")'

/** A module says where it lies, as it does unbundled. */
const asBuilt = {
  name: 'as-built',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      if (!path.startsWith(BUILT)) return undefined
      const text = readFileSync(path, 'utf8')
      const contents = text
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll(MODEL_IMPORT, `globalThis.${MODEL_IMPORT}`)
      return contents === text ? undefined : { contents, loader: 'js' }
    })
  },
}

/** Keeps what V8 compiled, functions that a start called among it, when it is told to end. */
const SERVE = `const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { createRequire, wrap } = require('node:module')
const { constants, Script } = require('node:vm')
const file = ${JSON.stringify(SERVER)}
const kept = file + '.cache'
const script = new Script(wrap(readFileSync(file, 'utf8')), {
  filename: file,
  cachedData: existsSync(kept) ? readFileSync(kept) : undefined,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
globalThis.import = (name) => import(name)
const server = { exports: {} }
script.runInThisContext()(server.exports, createRequire(file), server, file, ${JSON.stringify(FOLDER)})
server.exports.main().then(() => {
  if (!process.env.KEEP_COMPILED) return
  writeFileSync(kept, script.createCachedData())
  process.exit(0)
})
`

mkdirSync(FOLDER, { recursive: true })
await build({
  ...{ entryPoints: [join(BUILT, 'main.js')], outfile: SERVER, bundle: true, logLevel: 'error' },
  ...{ platform: 'node', format: 'cjs', target: 'node20', plugins: [asBuilt] },
  external: ['@node-rs/argon2', '@xenova/transformers', 'onnxruntime-node', 'onnxruntime-web', 'sharp', 'pg-native'],
})
writeFileSync(join(FOLDER, 'serve.cjs'), SERVE)
const { status } = spawnSync(process.execPath, [join(FOLDER, 'serve.cjs')], {
  cwd: ROOT,
  env: {
    KEEP_COMPILED: '1',
    PORT: '0',
    GUICHET_DATA_DIR: join(FOLDER, 'data'),
    GUICHET_MODEL_DIR: join(FOLDER, 'none'),
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
rmSync(join(FOLDER, 'data'), { recursive: true, force: true })
if (status !== 0) throw new Error('the server could not be made one file')
