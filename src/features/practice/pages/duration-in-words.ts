import type { Translate } from '../../../ui/kit/words.js'

/** A duration to the second: "45 s", "2 min", "1 min 30 s". Pure. @param ms at least 0 */
export function durationInWords(ms: number, t: Translate): string {
  const whole = Math.max(0, Math.round(ms / 1000))
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return t('practice.seconds', { seconds })
  return seconds === 0 ? t('practice.minutes', { minutes }) : t('practice.minutesSeconds', { minutes, seconds })
}
