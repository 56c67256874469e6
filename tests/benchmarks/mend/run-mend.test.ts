import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { runMendBench } from '../../../benchmarks/mend/run-mend.js'

afterEach(() => {
  jest.restoreAllMocks()
})

/** Its exit status, and what it says of a fault. */
async function run(...argv: string[]): Promise<[status: number, said: string]> {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  const status = await runMendBench(argv)
  return [status, written.mock.calls.map(([text]) => String(text)).join('')]
}

describe('npm run bench -- mend', () => {
  it('refuses without an encoder: words alone are not what it measures', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-mend-'))
    try {
      const [status, said] = await run('--model', folder)
      expect(status).toBe(2)
      expect(said).toMatch(/^bench mend: no encoder, and words alone are not measured: .*config\.json/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.each([['--count', '0'], ['--count', 'many'], ['--seed', 'x'], ['--else'], ['--own', '--questions', 'q.jsonl']])(
    'refuses %s %s',
    async (...argv) => {
      const [status, said] = await run(...argv)
      expect(status).toBe(2)
      expect(said).toContain('usage: npm run bench -- mend')
    },
  )
})
