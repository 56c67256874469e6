/** Rules that the themes of several have: a column of blocks with a gap, and buttons, paragraphs and links of their own. */
export const CMS_CSS = `
body { margin: 0; font: 1.1rem/1.6 serif; }
.wp-site-blocks, .layout-container { display: flex; flex-direction: column; min-height: 100vh; }
.wp-site-blocks > * + * { margin-block-start: 1.2rem; }
.is-layout-constrained > * { max-width: 645px; margin-inline: auto; }
:where(button) { border: 0; border-radius: 9999px; background: #111; color: #fff; }
.dialog-off-canvas-main-canvas { position: relative; }
`

const NEWS = '<h1>Actualités</h1><p>Le marché revient samedi.</p>'

/**
 * Around what a page is about, the structure that WordPress (a block theme) and Drupal (its documented page, region and block templates) give, written here:
 * theirs are under another licence. The others are a plain page.
 */
const AROUND: Record<string, (content: string) => string> = {
  WordPress: (
    content,
  ) => `<div class="wp-site-blocks"><header class="wp-block-template-part"><p class="wp-block-site-title">Bourg</p></header>
<main class="wp-block-group is-layout-constrained" id="wp--skip-link--target">${NEWS}<div class="entry-content wp-block-post-content is-layout-constrained">${content}</div></main>
<footer class="wp-block-template-part"><p>Mairie de Bourg</p></footer></div>`,
  Drupal: (
    content,
  ) => `<a href="#main-content" class="visually-hidden focusable skip-link">Aller au contenu principal</a>
<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container"><header role="banner"><div class="region region-header"><a href="/" rel="home">Bourg</a></div></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content"><div class="region region-content">${NEWS}<div id="block-guichet" class="block">${content}</div></div></div></main></div></div>`,
}

/** A page as a system makes it, with what stands in its text and what stands at its end. */
export function cmsPage(system: string, content: string, end = ''): string {
  const around = AROUND[system] ?? ((text: string) => `<main>${NEWS}${text}</main>`)
  return `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Bourg</title><link rel="stylesheet" href="/cms.css"></head><body>${around(content)}${end}</body></html>`
}
