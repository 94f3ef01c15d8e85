import { testQueue } from '@poe/test-queues'
import { describe, it } from 'vitest'
import { HeapQueue } from './index.ts'

testQueue({ describe, it }, { name: 'HeapQueue', create: () => new HeapQueue() })
