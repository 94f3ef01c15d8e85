export const callerOf = (): undefined => undefined
export const placeOf = (): string => ''
