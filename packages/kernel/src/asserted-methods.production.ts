export const assertedMethods = (): PropertyDescriptorMap => ({})
