import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './build.mjs'
import { prepare, ROOT } from './prepare.mjs'

/** Rebuilds and restarts at each change of the code or of the content. */
await prepare({ development: true })
const WATCHED = ['src', 'knowledge', 'intents', 'public']
let child = start()
let timer
for (const folder of WATCHED) {
  watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
    if (String(file).startsWith('assets')) return
    clearTimeout(timer)
    timer = setTimeout(restart, 200)
  })
}

function start() {
  return spawn('node', ['scripts/guichet.mjs', 'start'], { cwd: ROOT, stdio: 'inherit' })
}

async function restart() {
  try {
    await buildAll()
  } catch {
    return console.error('La construction a échoué : le serveur précédent continue.')
  }
  child.once('exit', () => {
    child = start()
  })
  child.kill('SIGTERM')
}
