import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Inherited by the processes that run the test files: where the database server of this run will lie, and whose end is its end. See tests/postgres/.
process.env.TEST_POSTGRES_FOLDER ??= join(tmpdir(), `guichet-postgres-${randomUUID().slice(0, 8)}`)
process.env.TEST_RUN_PROCESS ??= String(process.pid)

const swc = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
  module: { type: 'es6' },
}

export default {
  modulePathIgnorePatterns: ['<rootDir>/data/', '<rootDir>/dist/', '<rootDir>/training/.cache/'],
  globalSetup: './benchmarks/front/launch-browser.ts',
  testEnvironment: './tests/environment/onnx-environment.cjs',
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Style sheets are of browsers; a component that brings one is imported for its rules.
    '\\.css$': '<rootDir>/tests/environment/no-style.cjs',
  },
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  // Long enough for real servers and browsers that start cold on a busy machine; no test is about time.
  testTimeout: 120_000,
  // Two cores: one for the tests, one for the browsers and servers that they start.
  maxWorkers: 2,
  // Modules of finished files stay in a worker's memory: a new one takes its place.
  workerIdleMemoryLimit: '1500MB',
}
