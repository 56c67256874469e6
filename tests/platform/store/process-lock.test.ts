import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { nodeFileSystem } from '../../../src/platform/store/file-system.js'
import { ownIdentity, type ProcessIdentity } from '../../../src/platform/store/process-identity.js'
import { ProcessLock, STALE_AFTER_MS } from '../../../src/platform/store/process-lock.js'
import { listFiles, makeTemporaryFolder, removeFolder } from './temporary-folder.js'

describe('ProcessLock', () => {
  let folder: string
  let file: string
  let now: Date
  let lost: number
  let held: ProcessLock[]

  beforeEach(async () => {
    folder = await makeTemporaryFolder()
    file = path.join(folder, 'lock')
    now = new Date()
    lost = 0
    held = []
  })
  afterEach(async () => {
    for (const lock of held) await lock.release()
    await removeFolder(folder)
  })

  const acquire = async () => {
    const onLost = () => {
      lost += 1
    }
    const lock = await ProcessLock.acquire(file, { fileSystem: nodeFileSystem, clock: () => now, onLost })
    held.push(lock)
    return lock
  }
  const leftBy = async (patch: Partial<ProcessIdentity>) =>
    writeFile(file, JSON.stringify({ token: 'of another', ...(await ownIdentity()), ...patch }))
  const refusal = {
    code: 'storage_locked',
    status: 503,
    cause: { message: expect.stringMatching(/PostgreSQL.*DATABASE_URL/) },
  }

  it('is held by one, and free again once released', async () => {
    const lock = await acquire()
    await expect(acquire()).rejects.toMatchObject(refusal)
    expect(lock.isHeld).toBe(true)
    await lock.release()
    expect(await listFiles(folder)).toEqual([])
    expect((await acquire()).isHeld).toBe(true)
    expect(await listFiles(folder)).toEqual(['lock'])
  })

  it('lets one of many who try at once win', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 8 }, acquire))
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listFiles(folder)).toEqual(['lock'])
  })

  it('lets one of many who find the same stale lock win', async () => {
    for (let round = 0; round < 20; round += 1) {
      await leftBy({ startedAt: '1' })
      const tried = await Promise.allSettled(Array.from({ length: 8 }, acquire))
      expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await listFiles(folder)).toEqual(['lock'])
      for (const lock of held.splice(0)) await lock.release()
    }
  })

  it('does not wait for ever for a process that died while it removed a stale lock', async () => {
    await leftBy({ startedAt: '1' })
    await writeFile(`${file}.takeover`, '')
    await expect(acquire()).rejects.toMatchObject({ code: 'storage_locked' })
    now = new Date(now.getTime() + STALE_AFTER_MS + 1_000)
    expect((await acquire()).isHeld).toBe(true)
  })

  it('refuses while another process lives, and takes over when it has died', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const exited = once(other, 'exit')
    const stat = await readFile(`/proc/${other.pid}/stat`, 'utf8').catch(() => null)
    const startedAt = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
    await leftBy({ pid: other.pid ?? 0, startedAt })
    await expect(acquire()).rejects.toMatchObject({ cause: { message: expect.stringContaining(String(other.pid)) } })
    other.kill('SIGKILL')
    await exited
    expect((await acquire()).isHeld).toBe(true)
  })

  it('takes over from a dead process whose number now belongs to another', async () => {
    await leftBy({ startedAt: '1' })
    expect((await acquire()).isHeld).toBe(true)
  })

  it('takes over what was left before the machine was started again', async () => {
    await leftBy({ bootId: 'the boot before' })
    expect((await acquire()).isHeld).toBe(true)
  })

  it.each([
    ['another machine', { host: 'elsewhere' }],
    ['another container', { pidNamespace: 'pid:[1]' }],
  ])('believes a holder on %s for as long as it touches its lock', async (_, patch) => {
    await leftBy(patch)
    await expect(acquire()).rejects.toMatchObject(refusal)
    now = new Date(now.getTime() + STALE_AFTER_MS + 1_000)
    expect((await acquire()).isHeld).toBe(true)
  })

  it('takes an unreadable lock for an old one only when it is old', async () => {
    await writeFile(file, '')
    await expect(acquire()).rejects.toMatchObject(refusal)
    const old = new Date(now.getTime() - STALE_AFTER_MS - 1_000)
    await utimes(file, old, old)
    expect((await acquire()).isHeld).toBe(true)
  })

  it('touches its lock at each beat', async () => {
    const lock = await acquire()
    now = new Date(now.getTime() + 60_000)
    await lock.beat()
    expect(Math.round((await stat(file)).mtimeMs)).toBe(now.getTime())
  })

  it('takes its lock again when the file was swept away', async () => {
    const lock = await acquire()
    await unlink(file)
    await lock.beat()
    expect([lock.isHeld, lost]).toEqual([true, 0])
    await expect(acquire()).rejects.toMatchObject(refusal)
  })

  it('notices that another took it, says so once, and leaves the other’s lock alone', async () => {
    const lock = await acquire()
    await leftBy({ host: 'elsewhere' })
    await lock.beat()
    await lock.beat()
    expect([lock.isHeld, lost]).toEqual([false, 1])
    await lock.release()
    expect(await listFiles(folder)).toEqual(['lock'])
  })
})
