import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runVectors } from '../../src/commands/vectors.js'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { DEFAULT_CALIBRATION } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { encoderWithDeadline } from '../../src/search/encoder-with-deadline.js'
import { hearCommand } from './hear-command.js'

const SHIPPED = 'models/guichet-fr'
let folder: string
let folders: { knowledgeDir: string; intentsDir: string }
let modelDir: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-vectors-'))
  folders = { knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') }
  modelDir = join(folder, 'model')
  for (const path of [join(folders.knowledgeDir, 'dangers'), folders.intentsDir, join(modelDir, 'onnx')])
    await mkdir(path, { recursive: true })
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'])
    await cp(join(SHIPPED, name), join(modelDir, name))
  process.env.GUICHET_KNOWLEDGE_DIR = folders.knowledgeDir
  process.env.GUICHET_INTENTS_DIR = folders.intentsDir
  process.env.GUICHET_MODEL_DIR = modelDir
})
afterEach(async () => {
  jest.restoreAllMocks()
  for (const name of ['KNOWLEDGE', 'INTENTS', 'MODEL']) delete process.env[`GUICHET_${name}_DIR`]
  await rm(folder, { recursive: true, force: true })
})

async function install(id: string): Promise<void> {
  await cp(join('knowledge', `${id}.md`), join(folders.knowledgeDir, `${id}.md`))
  await cp(join('intents', `${id}.json`), join(folders.intentsDir, `${id}.json`))
}

async function written(): Promise<Buffer> {
  expect(await runVectors()).toBe(0)
  const [name = ''] = (await readdir(modelDir)).filter((one) => one.endsWith('.bin'))
  return readFile(join(modelDir, name))
}

async function encoderOf(onUnshipped?: (reason: string) => void) {
  const loaded = await loadEncoder(modelDir, onUnshipped)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  return loaded.encoder
}

describe('npm run vectors', () => {
  it('writes the same bytes at once and entry after entry', async () => {
    hearCommand()
    await install('pacs-conclure')
    const first = await written()
    await install('abri-jardin')
    const both = await written()
    expect(both.length).toBeGreaterThan(first.length)
    expect(await written()).toEqual(both)
    await rm(join(modelDir, `vectors-${(await encoderOf()).version}.bin`))
    expect(await written()).toEqual(both)
  })

  it('spares a server to embed what is installed, in any language, and to keep it twice', async () => {
    hearCommand()
    await install('abri-jardin')
    await written()
    const encoder = await encoderOf()
    const asked: string[] = []
    const encode = (texts: string[]) => {
      asked.push(...texts)
      return encoder.encode(texts)
    }
    const limited = encoderWithDeadline({ ...encoder, encode }, { onSkipped: () => {} })
    const calibration = { ...DEFAULT_CALIBRATION, encoderVersion: encoder.version, fused: DEFAULT_CALIBRATION.lexical }
    const cacheDir = join(folder, 'cache')
    const entries = await loadEntries(folders)
    const base = await buildBase(entries, limited, calibration, { cacheDir })
    expect([base.index.encoderVersion, asked]).toEqual([encoder.version, []])
    const added = { ...(entries[0] as (typeof entries)[0]), id: 'autre', title: 'Une autre fiche' }
    await buildBase([...entries, added], limited, calibration, { cacheDir })
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every((text) => text.startsWith('Une autre fiche'))).toBe(true)
    asked.length = 0
    await buildBase([...entries, added], limited, calibration, { cacheDir })
    expect(asked).toEqual([])
  })

  it('is told once to be needed, and refuses content that cannot be read', async () => {
    const said = hearCommand()
    const reasons: string[] = []
    const encoder = await encoderOf((reason) => reasons.push(reason))
    for (let times = 0; times < 2; times += 1) expect((await encoder.shipped?.())?.('mairie')).toBeUndefined()
    expect(reasons).toEqual([`vectors-${encoder.version}.bin: ENOENT`])
    await writeFile(join(folders.knowledgeDir, 'cassee.md'), 'rien')
    expect(await runVectors()).toBe(1)
    expect(said()).toContain('vectors: cassee.md')
  })
})
