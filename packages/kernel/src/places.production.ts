export const madeAt = (): undefined => undefined
export const namedAt = (): undefined => undefined
export const ownedAt = (): undefined => undefined
export const queuedAt = (): undefined => undefined
