import { Page } from '../../platform/http/pages/page.js'
import { askLink } from '../../platform/http/pages/plain-links.js'
import { CATEGORIES } from '../../platform/model/entry.js'
import { type OpenFrame, OpenPage, Reuse } from './open-page.js'

/** All that a commune publishes, by subject. */
export function IndexPage({ page }: { page: OpenFrame }) {
  const { town, language, o } = page
  const { address, commune, words } = town
  const entries = [...town.entries.values()]
  const subjects = CATEGORIES.map((category) => ({
    category,
    name: words.subject(language, category),
    entries: entries.filter(({ entry }) => entry.category === category),
  })).filter((subject) => subject.entries.length > 0)
  const title = o('title')
  const intro = o('intro', { commune: commune.nom })
  const end = language === 'fr' ? '' : '?langue=en'
  return (
    <OpenPage page={page} address={address} title={title} description={intro}>
      <h1>{title}</h1>
      <p>{intro}</p>
      <nav aria-label={o('themes')}>
        <ul class="chips">
          {subjects.map(({ category, name }) => (
            <li>
              <a class="button" href={`#${category}`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {subjects.map(({ category, name, entries: own }) => (
        <section aria-labelledby={category}>
          <h2 id={category}>{name}</h2>
          <ul lang="fr">
            {own.map((one) => (
              <li>
                <a href={`${one.address}${end}`}>{one.answer.title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Reuse
        page={page}
        files={[
          [`${address}/fiches.csv`, 'file.csv'],
          [`${address}/fiches.json`, 'file.json'],
          [`${address}/fiches.jsonld`, 'file.all_linked'],
          [`${address}/changes.atom`, 'file.atom'],
        ]}
      />
    </OpenPage>
  )
}

/** Says that an entry is not published, and shows the ways on. */
export function GonePage({ page: { frame, town, language, o } }: { page: OpenFrame }) {
  return (
    <Page frame={frame} what={o('gone')}>
      <h1>{o('gone')}</h1>
      <p>{o('gone.help')}</p>
      <p class="chips">
        <a class="button main" href={askLink(town.commune.id, language)}>
          {frame.t('title.ask')}
        </a>
        <a class="button" href={language === 'fr' ? town.address : `${town.address}?langue=en`}>
          {o('all', { commune: town.commune.nom })}
        </a>
      </p>
    </Page>
  )
}
