import { EventRing } from './event-ring.ts'

export const ringFor = (): EventRing => new EventRing()
