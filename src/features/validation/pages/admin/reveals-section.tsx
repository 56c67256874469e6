import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import type { RevealsView } from '../../../entries/routes/trust-contract.js'

/** Who looked at masked data, when and why. */
export function RevealsSection({ api, t, language }: SectionProps) {
  const { view, failed } = useReading<RevealsView>(api, '/admin/reveals')
  return (
    <section class="sheet" aria-labelledby="reveals">
      <h2 id="reveals">{t('admin.reveals')}</h2>
      <p class="hint">{t('admin.reveals.intro')}</p>
      <p role="alert" class="field-error">
        {failed && t('admin.reveals.failed')}
      </p>
      {view?.reveals.length === 0 && <p>{t('admin.reveals.none')}</p>}
      {view && view.reveals.length > 0 && (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */
        <section class="scrolled" aria-label={t('admin.reveals')} tabIndex={0}>
          <table class="facts-table">
            <thead>
              <tr>
                <th scope="col">{t('admin.reveals.when')}</th>
                <th scope="col">{t('admin.reveals.who')}</th>
                <th scope="col">{t('admin.reveals.what')}</th>
                <th scope="col">{t('admin.reveals.why')}</th>
                <th scope="col">{t('admin.reveals.request')}</th>
              </tr>
            </thead>
            <tbody>
              {view.reveals.map(({ at, by, kind, reason, reference }, index) => (
                <tr key={`${at} ${index}`}>
                  <td>{momentInWords(at, language, new Date())}</td>
                  <td>{by}</td>
                  <td>{t(`trust.kind.${kind}`)}</td>
                  <td>{t(`trust.reveal.${reason}`)}</td>
                  <td>{reference ?? t('admin.reveals.erased')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
