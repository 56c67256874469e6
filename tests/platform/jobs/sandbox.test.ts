import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AsideWork, runAside } from '../../../src/platform/jobs/run-aside.js'
import { createSandbox } from '../../../src/platform/jobs/sandbox.js'

/** Processes, by the body of what they do with what they are given. */
const PROCESSES = {
  double: 'for (const part of given) yield part * 2',
  forever: 'yield process.pid; for (;;);',
  hoard: 'const all = []; for (;;) all.push({ at: all.length })',
  // In one call of the engine, which nothing interrupts.
  'hoard-at-once': 'yield JSON.parse("[" + "[],".repeat(2e7) + "[]]").length',
  recurse: 'const deep = () => deep() + 1; yield deep()',
  leave: 'process.exit(0)',
  secrets: 'yield Object.keys(process.env)',
  wait: 'yield "begun"; await new Promise((resolve) => setTimeout(resolve, 600_000))',
} as const

let folder: string
let root: URL
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-sandbox-'))
  root = pathToFileURL(`${folder}/`)
  const serve = pathToFileURL('dist/src/platform/jobs/serve-parent.js').href
  for (const [name, body] of Object.entries(PROCESSES)) {
    const text = `import { serveParent } from '${serve}'\nserveParent(async function* (given) { ${body} })\n`
    await writeFile(join(folder, `${name}.js`), text)
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bounds = { memoryMb: 64, deadlineMs: 60_000 }
const work = (process: keyof typeof PROCESSES, more: Partial<AsideWork<unknown, unknown>> = {}) => {
  const told: unknown[] = []
  return { told, process, parts: [], bounds, onPart: (part: unknown) => void told.push(part), ...more }
}

/** Whether a process is there. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('runAside', () => {
  it('gives parts and takes parts, in their order', async () => {
    const doubling = work('double', { parts: [1, 2, 3] })
    await runAside(doubling, root)
    expect(doubling.told).toEqual([2, 4, 6])
  })

  it.each(['hoard', 'hoard-at-once'] as const)('ends what takes too much memory (%s), and goes on', async (name) => {
    await expect(runAside(work(name), root)).rejects.toMatchObject({ code: 'too_heavy' })
  })

  it('ends what takes too long, even in a loop that yields to nobody', async () => {
    const looping = work('forever', { bounds: { ...bounds, deadlineMs: 3_000 } })
    await expect(runAside(looping, root)).rejects.toMatchObject({ code: 'too_slow' })
    expect(lives(looping.told[0] as number)).toBe(false)
  })

  it('says of what throws, or leaves without a word, that it is broken', async () => {
    await expect(runAside(work('recurse'), root)).rejects.toMatchObject({
      code: 'broken',
      cause: expect.stringContaining('RangeError'),
    })
    await expect(runAside(work('leave'), root)).rejects.toMatchObject({ code: 'broken' })
  })

  it('gives it nothing of its own environment', async () => {
    const looking = work('secrets')
    await runAside(looking, root)
    expect(looking.told.flat()).not.toContain('PATH')
  })

  it('ends it when nobody waits for it any more', async () => {
    const gone = new AbortController()
    const waiting = work('wait', { signal: gone.signal, onPart: () => gone.abort() })
    await expect(runAside(waiting, root)).rejects.toMatchObject({ code: 'stopped' })
    await expect(runAside(waiting, root)).rejects.toMatchObject({ code: 'stopped' })
  })
})

describe('createSandbox', () => {
  it('lets few in, and more once they have left', () => {
    const sandbox = createSandbox(root)
    const leaves = ['a', 'a', 'b', 'c'].map((holder) => sandbox.enter(holder))
    expect(leaves).not.toContain(null)
    expect(sandbox.enter('d')).toBeNull()
    leaves[0]?.()
    leaves[0]?.()
    expect(sandbox.enter('d')).not.toBeNull()
    expect(sandbox.enter('e')).toBeNull()
  })

  it('gives nobody all the places', () => {
    const sandbox = createSandbox(root)
    const leave = sandbox.enter('a')
    expect(sandbox.enter('a')).not.toBeNull()
    expect(sandbox.enter('a')).toBeNull()
    expect(sandbox.enter('b')).not.toBeNull()
    leave?.()
    expect(sandbox.enter('a')).not.toBeNull()
  })

  it('does one work at a time, in their order, whatever became of the one before', async () => {
    const sandbox = createSandbox(root)
    const said: string[] = []
    const saying = (word: string) => ({ onPart: () => void said.push(word) })
    await Promise.all([
      expect(sandbox.run(work('recurse', saying('never')))).rejects.toThrow('broken'),
      sandbox.run(work('double', { parts: [1, 1], ...saying('first') })),
      sandbox.run(work('double', { parts: [1], ...saying('second') })),
    ])
    expect(said).toEqual(['first', 'first', 'second'])
  })

  it('ends what runs and what waits when the server stops', async () => {
    const sandbox = createSandbox(root)
    let begun = () => {}
    const first = new Promise<void>((resolve) => {
      begun = resolve
    })
    const running = sandbox.run(work('wait', { onPart: begun }))
    const waiting = sandbox.run(work('double'))
    const ends = Promise.allSettled([running, waiting])
    await first
    await sandbox.stop()
    expect(await ends).toMatchObject([{ reason: { code: 'stopped' } }, { reason: { code: 'stopped' } }])
    await expect(sandbox.run(work('double'))).rejects.toThrow('stopped')
  })
})
