import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

const run = promisify(execFile)

/**
 * Scenarios of the protocol's public suite that any server can be asked, by version of the protocol, with the checks of each that ask for what this server does
 * not have. The other scenarios call tools, prompts and resources of a fixture (docs/mcp.md).
 */
const SCENARIOS: [scenario: string, version: string, notHere: string[]][] = [
  ['server-initialize', '2025-06-18', []],
  ['server-initialize', '2025-11-25', []],
  ['ping', '2025-11-25', []],
  ['tools-list', '2025-06-18', []],
  ['tools-list', '2025-11-25', []],
  ['tools-list', '2026-07-28', []],
  ['dns-rebinding-protection', '2025-11-25', []],
  ['dns-rebinding-protection', '2026-07-28', []],
  ['http-header-validation', '2026-07-28', []],
  ['input-required-result-unsupported-methods', '2026-07-28', []],
  // Tools of a fixture that need what their client does not have, ask it back, or log; and streams of what changes, of which there is nothing to tell here.
  [
    'server-stateless',
    '2026-07-28',
    [
      'sep-2575-server-rejects-undeclared-capability',
      'sep-2575-missing-capability-http-400',
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-server-no-log-without-loglevel',
      'sep-2575-server-sends-subscription-ack',
      'sep-2575-server-tags-subscription-id',
    ],
  ],
  // For how long lists of prompts and resources may be kept: there are none.
  [
    'caching',
    '2026-07-28',
    [
      'sep-2549-prompts-list-caching-hints',
      'sep-2549-resources-list-caching-hints',
      'sep-2549-resources-templates-list-caching-hints',
    ],
  ],
]
const SUITE = 'node_modules/@modelcontextprotocol/conformance/dist/index.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ entries: ['pacs-conclure'] })
})
afterAll(() => server.stop())

describe('the conformance suite of the Model Context Protocol', () => {
  it.each(SCENARIOS)('passes %s of %s, but for what is not here', async (scenario, version, notHere) => {
    const args = ['--import', './tests/environment/node-20-globs.mjs', SUITE, 'server', '--url', `${server.url}/mcp`]
    const asked = run(process.execPath, [...args, '--scenario', scenario, '--spec-version', version])
    // It says by its status too that a check failed; which one is read.
    const { stdout } = await asked.catch((failure: { stdout: string }) => failure)
    const checks = (result: string) =>
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours.
      [...stdout.replace(/\x1b\[\d+m/g, '').matchAll(/\[([\w.-]+) *\] (SUCCESS|FAILURE)/g)]
        .filter(([, , outcome]) => outcome === result)
        .map(([, id]) => id)
    expect(checks('SUCCESS').length).toBeGreaterThan(0)
    expect([...new Set(checks('FAILURE'))].sort()).toEqual([...notHere].sort())
  })
})
