import { isWordKey, type Translate } from './console-words.js'

/** A confidence as people say it. Never "100 %" nor "0 %": a calibrated probability is neither. */
export function percentOf(confidence: number, language: string): string {
  const rounded = Math.min(0.99, Math.max(0.01, confidence))
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(rounded)
}

/** A signal in words; one that this console does not know yet is named as it is. */
export function signalInWords(signal: string, t: Translate): string {
  const masked = /^(?:masked|pii):(.+)$/.exec(signal)
  const key = masked ? `signal.masked.${masked[1]}` : `signal.${signal}`
  if (isWordKey(key)) return t(key)
  return masked ? t('signal.masked.other') : t('signal.other', { name: signal })
}

/** Whether a signal tells of danger, and must stand out. */
export function isGrave(signal: string): boolean {
  return signal.startsWith('danger-')
}
