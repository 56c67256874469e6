import type { CallbackSlotView } from '../../../platform/http/shapes.js'
import type { Language } from '../../../platform/model/language.js'
import type { HandoverContext } from '../handover-context.js'
import { describeSlot } from '../queue/describe-wait.js'
import type { OpenSlot } from './callback-slots.js'

/** Half-days of a commune that have a place left, in words. */
export function slotsView(
  handover: HandoverContext,
  communeId: string,
  slots: readonly OpenSlot[],
  language: Language,
): CallbackSlotView[] {
  const left = slots.filter(({ placesLeft }) => placesLeft > 0)
  return left.map((slot) => {
    const words = describeSlot(handover, communeId, slot, language)
    return { day: slot.day, half: slot.half, dayInWords: words.day, halfInWords: words.half }
  })
}
