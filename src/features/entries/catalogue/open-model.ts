import { join } from 'node:path'
import type { Config } from '../../../config.js'
import type { Logger } from '../../../log.js'
import { type Encoder, loadEncoder } from '../../../search/encoder.js'
import {
  type EncoderWithDeadline,
  encoderWithDeadline,
  type SkippedEncoding,
} from '../../../search/encoder-with-deadline.js'
import type { Library } from './library.js'

/** What uses the model, and who is told what becomes of it. */
export interface ModelParts {
  config: Pick<Config, 'modelDir' | 'dataDir'>
  library: Pick<Library, 'useEncoder'>
  /** Told what becomes of the model; a reason is in words for an administrator, without a path. */
  readiness: { setReady(encoder: EncoderWithDeadline): void; setUnavailable(reason: string): void }
  /** Told of each question that is searched by words alone though there is a model. */
  onSkipped: (why: SkippedEncoding) => void
  /** Called while entries are embedded. */
  onProgress?: ((done: number, total: number) => void) | undefined
  logger: Logger
}

/** The model of a server, which is loaded while words alone already answer. */
export interface Model {
  /** The one in use; `null` while there is none. */
  encoder(): Encoder | null
  /** Loads it, and embeds the entries. Never rejects: a model that cannot be used is logged. */
  settle(): Promise<void>
  close(): Promise<void>
}

const ENCODER_EVENTS = {
  late: 'the model was too slow: questions are searched by words alone for half a minute',
  failed: 'the model failed on a question, which was searched by words alone',
}

/** Gives the model of a server; nothing is loaded before {@link Model.settle}. */
export function openModel({ config, library, readiness, onSkipped, onProgress, logger }: ModelParts): Model {
  let used: Encoder | null = null
  const leaveOut = (reason: string, message: string) => {
    logger.error({ reason }, message)
    readiness.setUnavailable(withoutPath(reason, config))
  }
  const load = async (): Promise<Encoder | null> => {
    const loaded = await loadEncoder(config.modelDir, (reason) =>
      logger.warn(
        { reason },
        'no vectors of the content came with this model: they are made, which takes a minute or more',
      ),
    )
    if (loaded.status === 'unavailable') {
      leaveOut(loaded.reason, 'the model is unavailable: words alone are searched, with a stricter threshold')
      return null
    }
    const encoder = encoderWithDeadline(loaded.encoder, {
      onSkipped(why) {
        onSkipped(why)
        if (why !== 'resting') logger.warn({ why }, ENCODER_EVENTS[why])
      },
    })
    const options = { cacheDir: join(config.dataDir, 'embeddings'), ...(onProgress ? { onProgress } : {}) }
    const degraded = await library.useEncoder(encoder, options)
    if (degraded === null) readiness.setReady(encoder)
    else leaveOut(degraded, 'the model is not used: words alone are searched, with a stricter threshold')
    return encoder
  }
  return {
    encoder: () => used,
    async settle() {
      used = await load()
    },
    async close() {
      await used?.close()
    },
  }
}

/** `/readyz` is for anyone to read: it names the setting at fault, and the log says where that is. */
function withoutPath(reason: string, { modelDir }: Pick<Config, 'modelDir'>): string {
  return reason.replaceAll(modelDir, 'GUICHET_MODEL_DIR')
}
