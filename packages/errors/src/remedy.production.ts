export const remedyFor = (): string => ''
