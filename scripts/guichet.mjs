#!/usr/bin/env node
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IS_RELEASE, prepare, ROOT } from './prepare.mjs'

const [name, ...argv] = process.argv.slice(2)
if (name === 'start' && argv.length > 0) {
  console.error(
    `guichet start ne prend pas d’argument (${argv.join(' ')}). Ses réglages sont des variables, par exemple PORT=4000 : voir docs/settings.md.`,
  )
  process.exit(2)
}
if (name === 'bench' && IS_RELEASE) {
  console.error('guichet bench mesure Guichet dans un clone : une version livrée n’a pas ce qu’il y faut.')
  process.exit(2)
}
// Who may not write in the clone runs what was installed and built before.
if (process.env.GUICHET_SET_UP !== 'no') await prepare({ development: name === 'bench' })
const load = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href).catch(tellIncomplete)

if (name === 'start') {
  process.chdir(ROOT)
  const { main } = await load('src/main.js')
  await main()
} else if (name === 'bench') {
  const { runBench } = await load('benchmarks/run-bench.js')
  process.exitCode = await runBench(argv)
} else {
  const { runCommand } = await load('src/commands/cli.js')
  process.exitCode = await runCommand(name, argv)
}

/** A package or a built file is not there: what the installation left, not a fault of the program. */
function tellIncomplete(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  const [what] = error.message.split(' imported from ')
  console.error(`L’installation n’est pas complète : ${what}.`)
  console.error(remedy())
  process.exit(1)
}

function remedy() {
  if (IS_RELEASE)
    return `Lancez une fois, dans ${ROOT} : npm ci --omit=dev. Si elle manque encore, dépliez l’archive à nouveau.`
  return process.env.GUICHET_SET_UP === 'no'
    ? 'GUICHET_SET_UP=no empêche d’installer et de construire : lancez une fois la même commande sans cette variable.'
    : 'Supprimez les dossiers node_modules et dist, puis relancez la même commande : ils seront refaits.'
}
