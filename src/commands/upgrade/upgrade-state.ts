import { readFile, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { OperatorKey } from '../../platform/model/say.js'
import { nodeFileSystem, syncFolder, unlessMissing } from '../../platform/store/file-system.js'
import { replaceFile } from '../../platform/store/replace-file.js'

/** What keeps an upgrade from going on, as a sentence for whoever started it. */
export class UpgradeFault extends Error {
  readonly key: OperatorKey
  readonly facts: Record<string, string>

  constructor(key: OperatorKey, facts: Record<string, string> = {}) {
    super(key)
    this.key = key
    this.facts = facts
  }
}

/**
 * What is begun: up to `prepare` the server and its data are as they were; from `stop` on the same command goes on or back. `switch` is noted before the link
 * moves, so that the new version has never run where the link still leads to the former one.
 */
export type UpgradeStep = 'prepare' | 'stop' | 'keep' | 'switch' | 'start' | 'back'

/** What an upgrade notes before each step, so that one that was killed is taken up again. */
export interface UpgradeState {
  version: 1
  step: UpgradeStep
  startedAt: string
  /** Names of the folders beside `current`. */
  former: string
  next: string
  archive: string
  /** Whether the folder of the new version is this upgrade's own, to be taken away when it goes back. */
  unpacked: boolean
  /** A folder of packages in place of `npm ci`; `null`: none. */
  packages: string | null
  backups: string
  /** Ports of the servers, in the order in which they are replaced, and those that run the new version. */
  instances: number[]
  done: number[]
  /** Commands of a shell, `{port}` in the place of the instance's. */
  stop: string
  start: string
  waitSeconds: number
  /** Whether the data folder, as it was at the stop, lies whole in `before/`. */
  kept: boolean
  /** Whether the new version may have written in the data. */
  mayHaveRun: boolean
  /** Of the data before the new version: their format, and the migrations of the tables. */
  before: DataForm | null
  /** Whether the new version makes of them what the former one does not read. */
  changesForm: boolean
}

/** What tells whether a version reads some data. */
export interface DataForm {
  format: number
  /** Names, in order; none in a data folder. */
  migrations: string[]
}

/** Where an installation's versions lie, and what an upgrade keeps beside them. */
export class UpgradePlace {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  get link(): string {
    return join(this.root, 'current')
  }

  get folder(): string {
    return join(this.root, 'upgrade')
  }

  within(name: string): string {
    return join(this.folder, name)
  }

  version(name: string): string {
    return join(this.root, name)
  }

  /** The name of the folder that `current` leads to; `null`: there is no such link. */
  async current(): Promise<string | null> {
    const target = await readlink(this.link).catch(() => null)
    return target === null ? null : basename(target)
  }

  /** Moves `current`, at once: there is never none. */
  async lead(name: string): Promise<void> {
    const temporary = this.within('current')
    await rm(temporary, { force: true })
    await symlink(name, temporary)
    await rename(temporary, this.link)
    await syncFolder(nodeFileSystem, this.root)
  }

  async read(): Promise<UpgradeState | null> {
    const text = await unlessMissing(readFile(this.within('state.json'), 'utf8'))
    return text === undefined ? null : (JSON.parse(text) as UpgradeState)
  }

  /** Notes where an upgrade is; on the disk once it resolves. */
  async note(state: UpgradeState): Promise<void> {
    await replaceFile(this.within('state.json'), `${JSON.stringify(state, null, 2)}\n`)
  }

  /** Forgets an upgrade that has ended, its copies first: as long as it is noted it can be taken up again. */
  async forget(): Promise<void> {
    for (const name of ['unpacked', 'content', 'proof', 'before'])
      await rm(this.within(name), { recursive: true, force: true })
    await rm(this.within('state.json'), { force: true })
  }
}
