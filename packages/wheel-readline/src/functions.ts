import { CHANGES } from './changing.ts'
import { CHARACTER_SEARCHES } from './character-search.ts'
import { COMMANDS } from './commanding.ts'
import { COMPLETIONS } from './completing.ts'
import type { EditFunction } from './editor.ts'
import { KILLS } from './killing.ts'
import { MOTIONS } from './motions.ts'
import { SEARCHES } from './searching.ts'
import { VI_FUNCTIONS } from './vi-functions.ts'
import { VI_OPERATORS } from './vi-operators.ts'
import { YANKING } from './yanking.ts'

/** What keys can be bound to, by name. */
export const FUNCTIONS: ReadonlyMap<string, EditFunction> = new Map(
  Object.entries({
    ...MOTIONS,
    ...CHARACTER_SEARCHES,
    ...CHANGES,
    ...KILLS,
    ...YANKING,
    ...COMPLETIONS,
    ...SEARCHES,
    ...COMMANDS,
    ...VI_FUNCTIONS,
    ...VI_OPERATORS,
  }),
)
