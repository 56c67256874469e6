import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, ROOT } from './prepare.mjs'

/**
 * Sets up what the tests need, then runs the types, the linter and every test. Arguments go to Jest; with any, only Jest
 * runs. The last line counts: `N passed, N failed`.
 */
const jestArguments = process.argv.slice(2)
await prepare({ development: true })

const failures = []
if (jestArguments.length === 0) {
  run('types', 'node', ['node_modules/typescript/bin/tsc', '-p', '.'])
  run('linter', 'node', ['node_modules/@biomejs/biome/bin/biome', 'check', '.'])
}
const report = join(ROOT, 'dist', 'test-report.json')
rmSync(report, { force: true })
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${report}`,
  ...jestArguments,
]
run('tests', 'node', jest)
const { numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0 } = JSON.parse(readFileSync(report, 'utf8'))
// A suite that could not start has no failed test of its own: it counts as one.
const failed =
  Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) + failures.filter((name) => name !== 'tests').length
for (const name of failures) console.error(`failed: ${name}`)
console.log(`${numPassedTests} passed, ${failed} failed`)
process.exitCode = failures.length === 0 && failed === 0 ? 0 : 1

function run(name, command, args) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) failures.push(name)
}
