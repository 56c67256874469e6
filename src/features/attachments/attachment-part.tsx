import type { Frame } from '../../platform/http/pages/frame.js'
import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import type { ShownAttachment } from '../../platform/model/attachment.js'
import { localeOf } from '../../platform/model/language.js'
import { isImage, weightInWords } from './attachment.js'

interface Props {
  frame: Frame
  attachments: readonly ShownAttachment[] | undefined
  /** The address of a file as this page asks for it. */
  hrefOf?: (url: string) => string
  /** Whether images are shown; else they are links, as documents are. */
  hasImages?: boolean
}

/** The images and the documents of an answer in a page without script. */
export function AttachmentPart({ frame, attachments = [], hrefOf = (url) => url, hasImages = true }: Props) {
  const { language } = frame
  const images = attachments.filter((one) => hasImages && isImage(one))
  const links = attachments.filter((one) => !images.includes(one))
  return (
    <>
      {images.map(({ url, label, width, height }) => (
        <figure>
          <a href={hrefOf(url)}>
            <img src={url} alt={label} lang="fr" width={width} height={height} loading="lazy" />
          </a>
        </figure>
      ))}
      {links.length > 0 && (
        <ul>
          {links.map((one) => (
            <li>
              <a href={hrefOf(one.url)}>
                <bdi lang="fr">{one.label}</bdi>
              </a>{' '}
              ({weightInWords(one, localeOf(language))}
              {one.date && `, ${calendarDayInWords(one.date, language)}`})
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
