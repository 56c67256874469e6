import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ROOT } from './prepare.mjs'

const LOOK_MS = 50
const PATIENCE_MS = 300_000

/**
 * Every server with a model measures what it serves: once it has started it asks a thousand questions. Those that tests start serve the same content, so
 * that these are asked once, by a server on a data folder of its own, and what it keeps lies beside what else was prepared.
 */
const built = (name) => import(pathToFileURL(join(ROOT, 'dist', 'src', name)).href)
const { startServer } = await built('main.js')
const { readConfig } = await built('config.js')
const { SILENT_LOGGER } = await built('log.js')

const dataDir = mkdtempSync(join(tmpdir(), 'guichet-answers-'))
const kept = join(dataDir, 'rehearsals')
const isAsked = () => existsSync(kept) && readdirSync(kept).some((name) => name.endsWith('.json.gz'))
const running = await startServer(readConfig({ PORT: '0', GUICHET_DATA_DIR: dataDir }), { logger: SILENT_LOGGER })
const { model } = await running.app.modelSettled
if (model !== 'ready') throw new Error('the content could not be asked: there is no model')
for (const deadline = Date.now() + PATIENCE_MS; !isAsked(); await pause(LOOK_MS))
  if (Date.now() > deadline) throw new Error('the content could not be asked in time')
await running.stop()
cpSync(kept, join(ROOT, 'dist', 'prepared', 'answers'), { recursive: true })
rmSync(dataDir, { recursive: true })
process.exit(0)
