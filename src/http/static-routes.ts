import express, { Router } from 'express'

/** Pages and assets of `public/`: the demonstration site, the console, the admin, and the widget for other sites' pages. */
export function staticRoutes(publicDir: string): Router {
  const router = Router()
  router.get('/widget.js', (_request, response) => {
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    response.set('Cache-Control', 'public, max-age=300')
    response.sendFile('assets/widget.js', { root: publicDir })
  })
  router.use(express.static(publicDir, { extensions: ['html'], maxAge: 0, etag: true, redirect: false }))
  return router
}
