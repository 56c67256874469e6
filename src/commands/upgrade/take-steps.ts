import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Config } from '../../config.js'
import { nodeFileSystem } from '../../platform/store/file-system.js'
import { ProcessLock } from '../../platform/store/process-lock.js'
import { DataFolder } from '../../store/data-folder.js'
import type { SayOperator } from '../doctor/finding.js'
import { formOf } from './data-form.js'
import { mirror } from './mirror.js'
import { adoptFormerCommunes, backUpFormer, type Proof, prove, tryStart } from './prove.js'
import { runGuichet } from './run-program.js'
import { startServer, stopServer } from './server-turns.js'
import { unpackRelease, verifyArchive } from './unpack-release.js'
import { type DataForm, UpgradeFault, type UpgradePlace, type UpgradeState, type UpgradeStep } from './upgrade-state.js'

/** How long a server that was stopped may still hold its data folder. */
const LETS_GO_MS = 30_000
/** What a server has for itself in its data folder. */
const NOT_KEPT = ['lock', 'snapshot']

/** An upgrade under way. */
export class Upgrade {
  readonly #config: Config
  readonly #place: UpgradePlace
  readonly #tell: (sentence: string) => void
  readonly #say: SayOperator
  #state: UpgradeState
  /** Whether the data are those of the stop again: what was written since is gone. */
  hasPutBack = false

  constructor(state: UpgradeState, { config, place, say, tell }: UpgradeContext) {
    this.#state = state
    this.#config = config
    this.#place = place
    this.#say = say
    this.#tell = tell
  }

  get state(): UpgradeState {
    return this.#state
  }

  async #note(changes: Partial<UpgradeState>): Promise<void> {
    this.#state = { ...this.#state, ...changes }
    await this.#place.note(this.#state)
  }

  /** All that is done while the server goes on: whatever fails here has changed nothing for anybody. @throws UpgradeFault */
  async prepare(communeId: string | undefined): Promise<void> {
    const proof: Proof = { config: this.#config, place: this.#place, state: this.#state, communeId }
    const { archive, next, former } = this.#state
    await this.#note({ step: 'prepare' })
    this.#tell(this.#say('upgrade.step.verify', { file: archive }))
    await verifyArchive(archive)
    this.#tell(this.#say('upgrade.step.unpack', { folder: this.#place.version(next) }))
    await unpackRelease(this.#place, this.#state)
    await this.#requireReadable()
    const adopted = await adoptFormerCommunes(proof)
    if (adopted > 0) this.#tell(this.#say('upgrade.step.adopt', { folder: this.#config.townDir }))
    this.#tell(this.#say('upgrade.step.backup', { folder: this.#state.backups }))
    const backup = await backUpFormer(proof)
    this.#tell(this.#say('upgrade.step.prove', { file: basename(backup) }))
    const count = await prove(backup, proof)
    this.#tell(this.#say('upgrade.step.proven', { count: String(count), version: next.replace('guichet-', '') }))
    // What has not changed by the stop need not be copied then.
    if (!this.#config.database) await this.#copyTo('before')
    await this.#note({ former })
  }

  /** There is no way back from documents of another form in a database, which servers of both versions share: by a backup alone. */
  async #requireReadable(): Promise<void> {
    const told = await runGuichet(this.#place.version(this.#state.next), ['upgrade', '--form'])
    const [after, before] = [JSON.parse(told) as DataForm, await formOf(this.#config)]
    if (this.#config.database && after.format > before.format)
      throw new UpgradeFault('upgrade.fault.format', { version: this.#state.next })
    await this.#note({ before, changesForm: after.format > before.format })
  }

  /** Replaces one server after another. @throws UpgradeFault @returns for how long none was there, ms, where there is one */
  async replaceServers(communeId: string | undefined): Promise<number> {
    let awayMs = 0
    // Where the link still leads to the former version, only that one may have run and written since.
    if ((await this.#place.current()) === this.#state.former) await this.#note({ kept: false })
    for (const port of this.#state.instances) {
      if (this.#state.done.includes(port)) continue
      const stoppedAt = performance.now()
      await this.#step('stop', port)
      await stopServer(port, this.#state)
      if (!this.#config.database && !this.#state.kept) {
        await this.#step('keep', port)
        await this.#alone(() => this.#copyTo('before'))
        await this.#note({ kept: true, before: await formOf(this.#config) })
      }
      await this.#step('switch', port)
      await this.#place.lead(this.#state.next)
      await this.#step('start', port)
      // What it makes of the data the former version could not read: nobody writes in them before it has answered.
      if (this.#state.changesForm) await tryStart(this.#place.version(this.#state.next), {}, communeId)
      await startServer(port, this.#state, communeId)
      awayMs += performance.now() - stoppedAt
      await this.#note({ done: [...this.#state.done, port] })
    }
    return awayMs
  }

  async #step(step: UpgradeStep & ('stop' | 'keep' | 'switch' | 'start'), port: number): Promise<void> {
    await this.#note({ step })
    this.#tell(
      this.#say(`upgrade.step.${step}`, { port: String(port), version: this.#state.next.replace('guichet-', '') }),
    )
  }

  /** Whether going back would lose what was written since the stop: the new version may have served, in a form that the former one does not read. */
  async wouldLose(): Promise<boolean> {
    const { step, before, kept } = this.#state
    if (step === 'back' || before === null || !kept || this.#config.database || !(await this.#mayHaveRun()))
      return false
    return (await formOf(this.#config)).format > before.format
  }

  /** Puts everything back as it was, whatever was done. @throws UpgradeFault when the former version does not start: nothing is forgotten then */
  async goBack(communeId: string | undefined): Promise<void> {
    const { step, done, former, instances } = this.#state
    if (step === 'prepare') return this.#end()
    const mayHaveRun = await this.#mayHaveRun()
    await this.#note({ step: 'back', mayHaveRun })
    this.#tell(this.#say('upgrade.step.back', { version: former.replace('guichet-', '') }))
    // The one that failed first: the others serve meanwhile.
    const failing = instances.find((port) => !done.includes(port))
    const touched = [...(failing === undefined ? [] : [failing]), ...done]
    for (const port of touched) {
      await stopServer(port, this.#state)
      await this.#place.lead(former)
      await this.#bringDataBack()
      await startServer(port, this.#state, communeId).catch(async (error: unknown) => {
        if (this.#config.database || !mayHaveRun || !this.#state.kept) throw error
        // The former version does not read what the new one has left, whatever that says of itself.
        await stopServer(port, this.#state)
        await this.#putBack()
        await startServer(port, this.#state, communeId)
      })
    }
    return this.#end()
  }

  async #mayHaveRun(): Promise<boolean> {
    const { mayHaveRun, step, next } = this.#state
    return mayHaveRun || step === 'start' || (await this.#place.current()) === next
  }

  /** Data that the former version reads stay as they are, with all that was written meanwhile. */
  async #bringDataBack(): Promise<void> {
    const { before, mayHaveRun, kept } = this.#state
    if (!mayHaveRun || before === null) return
    const now = await formOf(this.#config)
    if (!this.#config.database) {
      if (kept && now.format > before.format) await this.#putBack()
      return
    }
    const last = before.migrations.at(-1)
    if (last === undefined || now.migrations.length <= before.migrations.length) return
    this.#tell(this.#say('upgrade.step.tables'))
    await runGuichet(this.#place.version(this.#state.next), ['upgrade', '--tables-back', last])
  }

  async #putBack(): Promise<void> {
    this.hasPutBack = true
    this.#tell(this.#say('upgrade.step.data', { folder: this.#config.dataDir }))
    await this.#alone(() => mirror(this.#place.within('before'), this.#config.dataDir, NOT_KEPT))
  }

  #copyTo(name: string): Promise<void> {
    return mirror(this.#config.dataDir, this.#place.within(name), NOT_KEPT)
  }

  /** Does something with the data folder while no server has it. @throws UpgradeFault `upgrade.fault.held` */
  async #alone(act: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + LETS_GO_MS
    const options = { fileSystem: nodeFileSystem, clock: () => new Date(), onLost: () => {} }
    for (;;) {
      const lock = await ProcessLock.acquire(new DataFolder(this.#config.dataDir).lock, options).catch(() => null)
      if (lock) return act().finally(() => lock.release())
      if (performance.now() > deadline) throw new UpgradeFault('upgrade.fault.held', { folder: this.#config.dataDir })
      await setTimeout(50)
    }
  }

  async #end(): Promise<void> {
    const { unpacked, next } = this.#state
    const isOwn = unpacked && dirname(this.#place.version(next)) === this.#place.root
    if (isOwn && existsSync(join(this.#place.root, next))) await rm(this.#place.version(next), { recursive: true })
    await this.#place.forget()
  }
}

/** What an upgrade is given. */
export interface UpgradeContext {
  config: Config
  place: UpgradePlace
  say: SayOperator
  tell: (sentence: string) => void
}
