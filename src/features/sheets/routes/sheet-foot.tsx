import { OldSource, Provenance } from '../../../ui/plain/pages/provenance.js'
import { askLink } from '../../../ui/plain/plain-links.js'
import type { SheetProps } from './sheet.js'

/** Where the answer comes from, and how to find the sheet again: a code for a phone, and the same address to type. */
export function SheetFoot({ sheet: { frame, answer, target, address, code } }: SheetProps) {
  const { t, commune, language } = frame
  return (
    <section class="foot" aria-labelledby="origine">
      <h2 id="origine" class="hidden">
        {t('sheet.source')}
      </h2>
      {code && (
        <svg class="code" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={t('sheet.code')}>
          <rect width={code.size} height={code.size} fill="#fff" />
          <path d={code.path} fill="#000" />
        </svg>
      )}
      <div>
        <Provenance frame={frame} answer={answer} />
        <OldSource answer={answer} />
        <p>
          {t('sheet.resume')}{' '}
          <a href={address} dir="ltr">
            {address.replace(/^https:\/\//, '')}
          </a>
        </p>
        {!target.asFile && (
          <p class="screen">
            <a href={askLink(commune.id, language)}>{t('title.ask')}</a>
          </p>
        )}
      </div>
    </section>
  )
}
