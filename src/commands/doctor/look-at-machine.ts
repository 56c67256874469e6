import { existsSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../../config.js'
import { encoderVersionOf } from '../../search/encoder.js'
import { type Finding, found } from './finding.js'

const GB = 1e9
/** Free disk below which somebody should see to it, and below which nothing is sure to be kept, bytes. */
const DISK = { look: 5 * GB, wrong: 1 * GB }
/** Of a machine with less, the model and a town's conversations do not hold; bytes. */
const LEAST_MEMORY = 0.9 * GB
/** Memory that is free, below which the system begins to swap, bytes. */
const FREE_MEMORY = 0.2 * GB

/** What Guichet runs on: its own version, Node's, the disk of its data and the memory. */
export async function lookAtMachine({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding[]> {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile('package.json', 'utf8')))
  return [
    found('right', 'doctor.guichet', { version }),
    found('right', 'doctor.node', { version: process.version.slice(1) }),
    await lookAtDisk(dataDir),
    lookAtMemory(),
  ]
}

/** The free place where data are, or will be. */
export async function lookAtDisk(folder: string): Promise<Finding> {
  const free = await freeBytes(folder)
  const facts = { folder, free: inGb(free), needed: inGb(DISK.look) }
  if (free < DISK.wrong) return found('wrong', 'doctor.disk.full', facts)
  return free < DISK.look ? found('look', 'doctor.disk.low', facts) : found('right', 'doctor.disk.right', facts)
}

/** What is free on the disk where a folder is, or will be, bytes. */
export async function freeBytes(folder: string): Promise<number> {
  let there = folder
  while (!existsSync(there)) there = dirname(there)
  const { bavail, bsize } = await statfs(there)
  return bavail * bsize
}

/** The memory of the machine, or of the container. */
export function lookAtMemory(): Finding {
  const limit = process.constrainedMemory() ?? 0
  const total = limit > 0 && limit < totalmem() ? limit : totalmem()
  const facts = { total: inGb(total), free: inGb(freemem()) }
  if (total < LEAST_MEMORY) return found('wrong', 'doctor.memory.small', facts)
  return freemem() < FREE_MEMORY
    ? found('look', 'doctor.memory.low', facts)
    : found('right', 'doctor.memory.right', facts)
}

const versionOf = z.object({ encoderVersion: z.string().nullable() })

/** Whether the files of the model are those with which its confidence was measured. */
export async function lookAtModel({ modelDir }: Pick<Config, 'modelDir'>): Promise<Finding> {
  try {
    const version = await encoderVersionOf(modelDir)
    const calibration = JSON.parse(await readFile(join(modelDir, 'calibration.json'), 'utf8'))
    const { encoderVersion } = versionOf.parse(calibration)
    const facts = { version, expected: encoderVersion ?? '' }
    return version === encoderVersion
      ? found('right', 'doctor.model.right', facts)
      : found('wrong', 'doctor.model.altered', facts)
  } catch (error) {
    return found('wrong', 'doctor.model.missing', { why: error instanceof Error ? error.message : String(error) })
  }
}

/** Thousands of millions of bytes, as they are read in French. */
export function inGb(bytes: number): string {
  return (bytes / GB).toFixed(1).replace('.', ',')
}
