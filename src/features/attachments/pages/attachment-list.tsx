import type { ComponentChildren } from 'preact'
import type { ShownAttachment } from '../../../platform/model/attachment.js'
import { type Language, localeOf } from '../../../platform/model/language.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { isImage, weightInWords } from '../attachment.js'

interface Props {
  attachments: readonly ShownAttachment[] | undefined
  /** Of who reads. */
  language: Language
  /** The address of a file as this page asks for it. */
  hrefOf?: (url: string) => string
  /** A link as this page draws it. */
  link: (href: string, children: ComponentChildren) => ComponentChildren
}

/** The images of an answer, each of which opens whole, and its documents, with what they are and what they weigh. */
export function AttachmentList({ attachments = [], language, hrefOf = (url) => url, link }: Props) {
  return (
    <>
      {attachments.map((one) => {
        const { url, label, width, height, date } = one
        const href = hrefOf(url)
        if (isImage(one))
          return (
            <figure key={url}>
              {link(href, <img src={href} alt={label} lang="fr" width={width} height={height} loading="lazy" />)}
            </figure>
          )
        const told = [weightInWords(one, localeOf(language)), ...(date ? [formatDay(date, language)] : [])]
        return (
          <p key={url}>
            {link(href, <bdi lang="fr">{label}</bdi>)} ({told.join(', ')})
          </p>
        )
      })}
    </>
  )
}
