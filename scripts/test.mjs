import { spawn as begin, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { prepare, ROOT } from './prepare.mjs'

/**
 * Sets up what the tests need, then runs the types, the linter and every test. Arguments go to Jest; with any, only Jest
 * runs, once. The last line counts: `N passed, N failed`.
 */
const jestArguments = process.argv.slice(2)
const isWhole = jestArguments.length === 0
/** More files that fail than this are a fault of the code, not of a busy machine. */
const MOST_SECOND_TRIES = 5
/** Files told by the time that they took, at the end of a whole run. */
const SLOWEST = 20

await prepare({ development: true })
// Loaded once its packages are installed. Servers that tests start find what is made of the content.
if (isWhole) (await import('./build.mjs')).prepareContent()
const prepared = join(ROOT, 'dist', 'prepared')
if (existsSync(prepared)) process.env.TEST_PREPARED_FOLDER = prepared

const failures = []
if (isWhole) {
  // Beside the compiler, which has one core.
  const made = ['prepare-answers', 'bundle-server'].map(async (name) => {
    const making = begin('node', [`scripts/${name}.mjs`], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
    const [status] = await once(making, 'exit')
    if (status !== 0) failures.push(name)
  })
  run('types', ['node_modules/typescript/bin/tsc', '-b'])
  run('linter', ['node_modules/@biomejs/biome/bin/biome', 'check', '.'])
  await Promise.all(made)
}
const first = runJest('test-report.json', jestArguments)
const second = isWhole ? tryAgain(first) : null
const left = second ?? first
const passed = first.passed + (second?.passed ?? 0) - (second ? passedIn(first, second.files) : 0)
// A suite that could not start has no failed test of its own: it counts as one.
const failed = Math.max(left.failed, left.isGreen ? 0 : 1) + failures.length
if (isWhole) tellSlowest(first.files)
for (const name of failures) console.error(`failed: ${name}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/**
 * Browsers, servers and databases share the machine with the tests. The few files that failed run once more, alone and whole: what fails again has
 * failed, and what passes is named, since it must be made steady.
 * @returns what the second try gave; `null` without one
 */
function tryAgain({ failedFiles }) {
  if (failedFiles.length === 0 || failedFiles.length > MOST_SECOND_TRIES) return null
  console.error(`\nSecond try, alone: ${failedFiles.join(', ')}`)
  const again = runJest('test-report-again.json', ['--runInBand', '--runTestsByPath', ...failedFiles])
  for (const file of failedFiles)
    if (!again.failedFiles.includes(file)) console.error(`unsteady, passed at the second try: ${file}`)
  return again
}

function runJest(reportName, more) {
  const report = join(ROOT, 'dist', reportName)
  rmSync(report, { force: true })
  const { status } = spawn(['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, ...more])
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = JSON.parse(readFileSync(report, 'utf8'))
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    isGreen: status === 0,
    files: testResults,
    failedFiles: testResults.filter((file) => file.status === 'failed').map((file) => relative(ROOT, file.name)),
  }
}

/** Tells which files the whole run waited for most: what is to be made faster first. */
function tellSlowest(files) {
  const seconds = files
    .map(({ name, startTime, endTime }) => ({ file: relative(ROOT, name), s: (endTime - startTime) / 1_000 }))
    .sort((a, b) => b.s - a.s)
  const total = seconds.reduce((sum, { s }) => sum + s, 0)
  console.error(`\nSlowest of ${seconds.length} files, ${Math.round(total)} s in all:`)
  for (const { file, s } of seconds.slice(0, SLOWEST)) console.error(`${s.toFixed(1).padStart(7)} s  ${file}`)
}

/** How many tests of these files had passed the first time: they run again and are counted once. */
function passedIn(report, files) {
  const names = new Set(files.map((file) => file.name))
  return report.files
    .filter((file) => names.has(file.name))
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed').length
}

function run(name, nodeArguments) {
  if (spawn(nodeArguments).status !== 0) failures.push(name)
}

function spawn(nodeArguments) {
  return spawnSync('node', nodeArguments, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
}
