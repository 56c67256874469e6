import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { VectorFinder } from './dense-index.js'
import { toUnit } from './quantised-vector.js'
import { readShippedVectors } from './shipped-vectors.js'
import { cutByWord, type UnigramModel } from './word-pieces.js'

/** The runtime's sessions of one model: opened when they are first needed. */
interface ModelSessions {
  /** The one for so many texts at once. @throws when the runtime cannot open it */
  of(texts: number): Promise<InferenceSession>
  /** Those that were opened. */
  opened(): Promise<InferenceSession[]>
}

const require = createRequire(import.meta.url)

/** From this many texts on, all cores are worth their waiting. */
const MANY = 8
/** How long the session of many texts is kept for the next ones, ms: it holds the weights once more, a hundred megabytes. */
const IDLE_MS = 10_000

/**
 * A question is read by one thread: the runtime's others wait by spinning, so that two take twice the processor's time and spare a question of 20 words a
 * tenth of a millisecond. Texts of an index are read by as many as the runtime likes.
 */
function openSessions(modelFile: string): ModelSessions {
  const sessions = new Map<'one' | 'all', Promise<InferenceSession>>()
  let idle: NodeJS.Timeout | undefined
  const open = async (threads: 'one' | 'all') => {
    // Required late, as @xenova/transformers does: a server without a model does not load the runtime.
    const { InferenceSession } = require('onnxruntime-node') as typeof import('onnxruntime-node')
    const only = threads === 'one' ? { intraOpNumThreads: 1, interOpNumThreads: 1 } : {}
    return InferenceSession.create(modelFile, { executionProviders: ['cpu'], ...only })
  }
  return {
    of(texts) {
      const threads = texts < MANY ? 'one' : 'all'
      const session = sessions.get(threads) ?? open(threads)
      sessions.set(threads, session)
      if (threads === 'all') {
        clearTimeout(idle)
        // The runtime frees a session that nothing refers to.
        idle = setTimeout(() => sessions.delete('all'), IDLE_MS).unref()
      }
      return session
    },
    opened: () => Promise.all(sessions.values()),
  }
}

/** A sentence encoder: a transformer read from disk. */
export interface Encoder {
  /** Short hash of the model's and tokenizer's files: two encoders with one version give the same vectors. */
  readonly version: string
  /** Length of each vector. */
  readonly dimensions: number
  /** One unit-norm vector a text, `[dimensions] float32`, in order. @throws when the runtime fails. */
  encode(texts: string[]): Promise<Float32Array[]>
  /** The vector of a question, or `null` when it would take too long; absent where questions have no deadline. */
  encodeQuestion?(text: string): Promise<Float32Array | null>
  /**
   * Reads the vectors of the installed content that came with the model, each time it is called: an index has its own of them, and two would be in memory.
   * Absent of an encoder that has none.
   */
  shipped?: () => Promise<VectorFinder>
  /** Releases the runtime's session. */
  close(): Promise<void>
}

/** The encoder, or why there is none. The server then searches by words alone. */
export type EncoderResult = { status: 'ready'; encoder: Encoder } | { status: 'unavailable'; reason: string }

/**
 * Texts of one call of the runtime. A call holds the event loop until it ends, so that a batch is also the longest pause
 * that a server makes while it builds an index.
 */
const BATCH_TEXTS = 16

/** The parts of @xenova/transformers that are used, as they behave here. */
interface Tokenised {
  input_ids: { dims: number[] }
}
interface Tokenizer {
  (texts: string[], options: { padding: boolean; truncation: boolean }): Tokenised
  model: UnigramModel
}
interface Output {
  data: Float32Array
  dims: number[]
}
interface Model {
  (inputs: Tokenised): Promise<Record<string, Output>>
  session: InferenceSession
  dispose(): Promise<unknown>
}

const MODEL_FILE = 'onnx/model_quantized.onnx'
/** Files that make a vector what it is; their bytes are the version. */
const VERSIONED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', MODEL_FILE]

/**
 * Reads an encoder from a folder (`config.json`, `tokenizer.json`, `onnx/model_quantized.onnx`). Nothing is fetched. A missing or broken
 * file is a returned reason, never an exception.
 * @param onUnshipped told once, when they are looked for, why there are no vectors of the installed content beside the model
 */
export async function loadEncoder(
  modelDir: string,
  onUnshipped: (reason: string) => void = () => {},
): Promise<EncoderResult> {
  try {
    const version = await encoderVersionOf(modelDir)
    const parts = await loadParts(resolve(modelDir))
    const [probe] = await encodeBatch(parts, ['mairie'])
    if (!probe || probe.some((value) => !Number.isFinite(value))) throw new Error('the model gives no vector')
    const encoder = createEncoder(version, probe.length, parts)
    return { status: 'ready', encoder: { ...encoder, shipped: shippedReader(modelDir, encoder, onUnshipped) } }
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return { status: 'unavailable', reason: `${modelDir}: ${reason}` }
  }
}

function shippedReader(modelDir: string, encoder: Encoder, onUnshipped: (reason: string) => void) {
  let isTold = false
  return async () => {
    const { vectorOf, fault } = await readShippedVectors(modelDir, encoder)
    if (fault !== null && !isTold) onUnshipped(fault)
    isTold = true
    return vectorOf
  }
}

/** The version of the encoder of a folder, without loading it. @throws the file system's error when one of its files is missing */
export async function encoderVersionOf(modelDir: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of VERSIONED_FILES) hash.update(file).update(await readFile(join(modelDir, file)))
  return hash.digest('hex').slice(0, 12)
}

/** What texts go through. */
interface Parts {
  tokenizer: Tokenizer
  model: Model
  sessions: ModelSessions
}

async function loadParts(modelDir: string): Promise<Parts> {
  // Before anything else: of a broken file @xenova/transformers prints the stack, then tries another runtime.
  const sessions = openSessions(join(modelDir, MODEL_FILE))
  const session = await sessions.of(1)
  // Imported late: a server without a model does not load the runtime.
  const { AutoTokenizer, env, PreTrainedModel } = await import('@xenova/transformers')
  env.allowRemoteModels = false
  env.localModelPath = ''
  env.useFSCache = false
  env.backends.onnx.logLevel = 'error'
  const tokenizer = (await AutoTokenizer.from_pretrained(modelDir)) as unknown as Tokenizer
  cutByWord(tokenizer.model)
  const config = JSON.parse(await readFile(join(modelDir, 'config.json'), 'utf8'))
  // As it does for an encoder of any kind, without opening the model again: its own session would have no options.
  const model = new PreTrainedModel(config, session) as unknown as Model
  return { tokenizer, model, sessions }
}

function createEncoder(version: string, dimensions: number, parts: Parts): Encoder {
  return {
    version,
    dimensions,
    async encode(texts) {
      const vectors: Float32Array[] = []
      for (let start = 0; start < texts.length; start += BATCH_TEXTS) {
        vectors.push(...(await encodeBatch(parts, texts.slice(start, start + BATCH_TEXTS))))
      }
      return vectors
    },
    async close() {
      for (const session of await parts.sessions.opened()) {
        parts.model.session = session
        await parts.model.dispose()
      }
    },
  }
}

async function encodeBatch({ tokenizer, model, sessions }: Parts, texts: string[]): Promise<Float32Array[]> {
  // A text without any known piece would be an empty tensor, which the runtime refuses.
  const inputs = tokenizer(
    texts.map((text) => text.trim() || '.'),
    { padding: true, truncation: true },
  )
  model.session = await sessions.of(texts.length)
  const outputs = await model(inputs)
  const output = outputs.sentence_embedding ?? Object.values(outputs)[0]
  const [count, dimensions] = output?.dims ?? []
  if (!output || count !== texts.length || !dimensions || output.dims.length !== 2) {
    throw new Error('the model gives no sentence embedding')
  }
  return texts.map((_, row) => toUnit(output.data.slice(row * dimensions, (row + 1) * dimensions)))
}
