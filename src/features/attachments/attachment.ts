import { API_PREFIX } from '../../platform/http/route.js'
import { type Attachment, FILE_TYPES, type FileFacts, type ShownAttachment } from '../../platform/model/attachment.js'
import { foldedWords } from '../../platform/text/fold-text.js'

/** What keeps an entry with attachments from being published; `fault.<rule>` in `knowledge/messages/` says it in words. */
export type AttachmentRule = 'alt_missing' | 'file_name' | 'document_title_missing' | 'file_missing'

/** What cameras, scanners and programs call a file: it says nothing of what is in it. */
const FILE_NAME = /\.(?:jpe?g|png|webp|pdf|heic|gif)$|^(?:img|dsc|pxl|scan|image|photo|capture|screenshot)[ _-]*\d*$/i

/** The faults of the attachments of an entry, by their fields. Pure. @param fileIds files that the commune keeps */
export function checkAttachments(
  attachments: readonly Attachment[],
  fileIds: ReadonlySet<string>,
): { field: string; rule: AttachmentRule }[] {
  return attachments.flatMap((one, at) => {
    const label = one.label.trim()
    const rules: AttachmentRule[] = []
    if (label === '') rules.push(isImage(one) ? 'alt_missing' : 'document_title_missing')
    else if (FILE_NAME.test(label)) rules.push('file_name')
    if (!fileIds.has(one.id)) rules.push('file_missing')
    return rules.map((rule) => ({ field: `attachments.${at}.label`, rule }))
  })
}

/** Largest file, in bytes. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024
/** Files of an entry, and of a commune, at most. */
export const MOST_OF_ENTRY = 5
export const MOST_OF_COMMUNE = 200
/** Longest side of an image, and most points in all: a browser holds four bytes of each. */
export const MOST_SIDE = 8_000
export const MOST_POINTS = 40_000_000
/** Longest title of a document or text of an image, in characters. */
export const MAX_LABEL_LENGTH = 300

/** Whether it is shown in the card; what is not is a link. */
export function isImage({ type }: Pick<FileFacts, 'type'>): boolean {
  return type !== 'application/pdf'
}

/** How many attachments some entries have. Pure. */
export function countAttachments(entries: readonly { attachments?: readonly Attachment[] }[]): number {
  return entries.reduce((sum, { attachments = [] }) => sum + attachments.length, 0)
}

/** What cards show of the attachments of a commune's entry. What ends the address names the file on the disk of whoever keeps it. Pure. */
export function shownAttachments(attachments: readonly Attachment[], communeId: string): ShownAttachment[] {
  return attachments.map(({ id, ...shown }) => {
    const words = foldedWords(shown.label)
      .join('-')
      .replace(/[^a-z0-9-]/g, '')
    const name = words.slice(0, 60).replace(/(?<!-)-+$/, '') || 'document'
    return {
      ...shown,
      url: `${API_PREFIX}/files/${encodeURIComponent(communeId)}/${id}/${name}.${FILE_TYPES[shown.type]}`,
    }
  })
}

/** The kind and the weight of a file: "PDF, 120 ko". Pure. @param language BCP 47 */
export function weightInWords({ type, bytes }: Pick<FileFacts, 'type' | 'bytes'>, language: string): string {
  const isLarge = bytes >= 1_000_000
  const unit = isLarge ? 'megabyte' : 'kilobyte'
  const count = isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1_000)
  const weight = new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: isLarge ? 1 : 0 })
  return `${FILE_TYPES[type].toUpperCase()}, ${weight.format(count)}`
}
