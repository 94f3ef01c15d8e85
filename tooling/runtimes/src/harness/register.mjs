/** For Node: `vitest` is what stands in for it. */
import { register } from 'node:module'

const standIn = new URL('./vitest.ts', import.meta.url).href
const hooks = `
export const resolve = (specifier, context, next) => specifier === 'vitest' ? next(${JSON.stringify(standIn)}, context) : next(specifier, context)
`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
