import type { EncoderWithDeadline } from '../../search/encoder-with-deadline.js'
import type { ContentState, Library } from '../entries/catalogue/library.js'
import type { ReadinessView } from './contract.js'

/** The state of the process's parts that answers depend on, with every commune by its id. */
export interface PartsState extends Pick<ReadinessView, 'model' | 'modelReason' | 'encoderVersion'> {
  content: ContentState[]
}

/** What becomes of the model, for `/readyz`. */
export interface ModelReadiness {
  read(): PartsState
  setReady(encoder: EncoderWithDeadline): void
  /** @param modelReason in words for an administrator, without a path: anyone may read it */
  setUnavailable(modelReason: string): void
}

/** Why questions are searched by words alone for a while. */
const TOO_SLOW = 'GUICHET_MODEL_DIR: the model takes too long on this machine; it is tried again within half a minute'

/** A model that is loading, until it is told what became of it. */
export function createModelReadiness(library: Pick<Library, 'states'>): ModelReadiness {
  let state: Pick<PartsState, 'model' | 'modelReason' | 'encoderVersion'> = {
    model: 'loading',
    modelReason: null,
    encoderVersion: null,
  }
  let isResting = () => false
  return {
    read: () => ({
      ...state,
      ...(isResting() ? { model: 'unavailable', modelReason: TOO_SLOW } : {}),
      content: library.states(),
    }),
    setReady(encoder) {
      state = { model: 'ready', modelReason: null, encoderVersion: encoder.version }
      isResting = encoder.isResting
    },
    setUnavailable(modelReason) {
      state = { model: 'unavailable', modelReason, encoderVersion: null }
    },
  }
}
