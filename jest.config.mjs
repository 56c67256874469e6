import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Inherited by the processes that run the test files: where the database server of this run will lie, and whose end is its end. See tests/postgres/.
process.env.TEST_POSTGRES_FOLDER ??= join(tmpdir(), `guichet-postgres-${randomUUID().slice(0, 8)}`)
process.env.TEST_RUN_PROCESS ??= String(process.pid)

export default {
  modulePathIgnorePatterns: ['<rootDir>/data/', '<rootDir>/dist/', '<rootDir>/training/.cache/'],
  globalSetup: './tests/environment/unpack-browser.mjs',
  testRunner: './tests/environment/native-run.cjs',
  injectGlobals: false,
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  // Node loads the tests and what they test, as tests/environment/hooks.mjs reads them.
  transform: {},
  // Long enough for real servers and browsers that start cold on a busy machine; no test is about time.
  testTimeout: 120_000,
  // On two cores: a third of the time of tests is spent waiting for browsers, servers and databases.
  maxWorkers: 3,
  // What a file leaves open (a builder's service, a database that others use) ends with the run.
  forceExit: true,
  // What files leave behind adds up: a new process takes its place.
  workerIdleMemoryLimit: '1200MB',
}
