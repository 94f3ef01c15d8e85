import { testDriver } from '@poe/test-drivers'
import { describe, it } from 'vitest'
import { SysRWDriver } from './index.ts'

testDriver({ describe, it }, { name: 'SysRWDriver', create: () => new SysRWDriver({ blockSize: 777 }), blockSize: 777 })
