import type { Attachment } from '../../platform/model/attachment.js'
import { isImage } from './attachment.js'

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
