import type { Library } from '../../features/entries/catalogue/library.js'
import type { EncoderWithDeadline } from '../../search/encoder-with-deadline.js'
import type { PartsState } from './http-context.js'

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
