/** What JSX becomes in the bundles; the build gives these two names to every file. */
export { Fragment as JsxFragment, h as jsxElement } from 'preact'
