import { AppError } from '../model/app-error.js'
import { cleanText } from '../text/clean-text.js'

/** Refuses a message with neither words nor a button. @throws AppError `text_empty` (422) */
export function requireWords({ text, choice }: { text: string; choice?: string | undefined }): void {
  if (cleanText(text) === '' && !choice) throw new AppError('text_empty', 422, { field: 'text' })
}
