import type { Frame } from '../../../ui/plain/frame.js'
import type { Answer } from '../../entries/model/entry.js'
import type { QrCode } from './qr-code.js'
import type { SheetTarget } from './sheet-links.js'

/** What a sheet is made of. */
export interface Sheet {
  frame: Frame
  answer: Answer
  target: SheetTarget
  /** What is exceptional in the coming days at the places where to go. */
  notices: string[]
  /** The sheet's own address, as short as it can be, and its drawing. */
  address: string
  code: QrCode | null
}

/** Properties of a part of the sheet. */
export interface SheetProps {
  sheet: Sheet
}
