/** What a file may be, with the end of its name. SVG is a program as much as an image; HEIC is read by few browsers. */
export const FILE_TYPES = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
} as const
/** One of {@link FILE_TYPES}. */
export type FileType = keyof typeof FILE_TYPES

/** What a file is, as its content says. */
export interface FileFacts {
  /** `f` and the SHA-256 of its bytes in hexadecimal: no such word can be read as the number of a person. */
  id: string
  type: FileType
  bytes: number
  /** Of an image, in points. */
  width?: number
  height?: number
}

/** A document or an image of an entry. */
export interface Attachment extends FileFacts {
  /** Of a document its title; of an image what it shows, for whoever does not see it. */
  label: string
  /** Of which day it is, ISO; empty when that is not said. */
  date: string
}

/** A document or an image as a card shows it; `url` is on this server, without its host. */
export interface ShownAttachment extends Omit<FileFacts, 'id'> {
  url: string
  label: string
  date: string
}
