import { defineConfig } from 'vite'

/** The page, from the sources of the packages it uses. While it is written, the bridge is that of `npm start`. */
export default defineConfig({
  resolve: { conditions: ['@poe/source', 'module', 'browser', 'development|production'] },
  server: { proxy: { '/poe': { target: 'http://127.0.0.1:8080', ws: true } } },
})
