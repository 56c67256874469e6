import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSynapse } from './synapse.js'

/** What is tried: the same tests that otherwise run against a homeserver of their own. */
const TESTS = ['tests/features/tchap/tchap.test.ts', 'tests/platform/matrix/http-matrix-bot.test.ts']

/**
 * `npm run bench -- matrix [--folder DIR]`: the tests of Tchap against a real homeserver, Synapse, which is installed from PyPI in a folder of its own
 * (Python 3.8 to 3.12).
 * @returns 0 when all of them pass
 */
export async function runMatrixBench(argv: string[]): Promise<number> {
  const folder = join(homedir(), '.cache', 'guichet-synapse')
  const { values } = parseArgs({ args: argv, options: { folder: { type: 'string', default: folder } } })
  const synapse = await startSynapse(values.folder)
  process.stdout.write(`Synapse ${synapse.version}, with the rules of Tchap's rooms: ${synapse.url}\n`)
  try {
    const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', '-i', ...TESTS], {
      stdio: 'inherit',
      env: { ...process.env, HOMESERVER_URL: synapse.url, HOMESERVER_SECRET: synapse.secret },
    })
    return await new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await synapse.stop()
  }
}
