/** Style sheets are bundled as minified text, for constructable style sheets. */
declare module '*.css' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: the bundler's `text` loader gives a default export.
  export default text
}
