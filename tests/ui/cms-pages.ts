/** Rules that the themes of both have: a column of blocks with a gap, and buttons, paragraphs and links of their own. */
export const CMS_CSS = `
body { margin: 0; font: 1.1rem/1.6 serif; }
.wp-site-blocks, .layout-container { display: flex; flex-direction: column; min-height: 100vh; }
.wp-site-blocks > * + * { margin-block-start: 1.2rem; }
.is-layout-constrained > * { max-width: 645px; margin-inline: auto; }
:where(button) { border: 0; border-radius: 9999px; background: #111; color: #fff; }
.dialog-off-canvas-main-canvas { position: relative; }
`

/**
 * Pages of the structure that WordPress (a block theme) and Drupal (its documented page, region and block templates) give, written here: theirs are under
 * another licence. The script tags are those that `docs/recipes/` gives, as these systems print them.
 */
export function cmsPages(chat: string): Record<string, string> {
  const head = '<meta charset="utf-8"><title>Bourg</title><link rel="stylesheet" href="/cms.css">'
  const wordpress = `<!DOCTYPE html><html lang="fr-FR"><head>${head}
<script src="${chat}/widget.js" id="guichet-js" defer data-wp-strategy="defer" data-commune="bourg"></script></head>
<body class="home blog wp-embed-responsive">
<div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group is-layout-flow"><p class="wp-block-site-title">Bourg</p></div></header>
<main class="wp-block-group is-layout-constrained" id="wp--skip-link--target"><h1 class="wp-block-heading">Actualités</h1><div class="entry-content wp-block-post-content is-layout-constrained"><p>Le marché revient samedi.</p><div class="wp-block-button"><a class="wp-block-button__link" href="#guichet">Une question ?</a></div>
<script src="${chat}/widget.js" data-commune="bourg" defer></script></div></main>
<footer class="wp-block-template-part"><p>Mairie de Bourg</p></footer></div>
<noscript><p><a href="${chat}/sans-script?commune=bourg">Poser une question à la mairie sans JavaScript</a></p></noscript></body></html>`
  const drupal = `<!DOCTYPE html><html lang="fr" dir="ltr"><head>${head}</head>
<body class="path-frontpage"><a href="#main-content" class="visually-hidden focusable skip-link">Aller au contenu principal</a>
<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container"><header role="banner"><div class="region region-header"><div id="block-branding" class="block block-system block-system-branding-block"><a href="/" rel="home">Bourg</a></div></div></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content"><div class="region region-content"><article class="node node--type-article"><div class="node__content"><p>Le marché revient samedi.</p></div></article></div></div></main>
<footer role="contentinfo"><div class="region region-footer"><div id="block-guichet" class="block block-block-content"><p><a href="${chat}/chat?commune=bourg#guichet">Écrire à la mairie</a></p></div></div></footer></div></div>
<script src="${chat}/widget.js" defer data-commune="bourg"></script></body></html>`
  return { '/wordpress': wordpress, '/drupal': drupal }
}
