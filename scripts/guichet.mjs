#!/usr/bin/env node
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, ROOT } from './prepare.mjs'

const [name, ...argv] = process.argv.slice(2)
// A container is installed and built once, and cannot be written to afterwards.
if (process.env.GUICHET_SET_UP !== 'no') await prepare({ development: name === 'bench' })
const load = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href)

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
