import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The modules of the POE distribution that programs use; the rest of `POE::Resource` is POE's own business. */
export const MODULES: readonly string[] = [
  'POE::Kernel',
  'POE::Session',
  'POE::NFA',
  'POE::Wheel',
  'POE::Wheel::ReadWrite',
  'POE::Wheel::SocketFactory',
  'POE::Wheel::ListenAccept',
  'POE::Wheel::FollowTail',
  'POE::Wheel::Run',
  'POE::Wheel::ReadLine',
  'POE::Wheel::Curses',
  'POE::Filter',
  'POE::Filter::Line',
  'POE::Filter::Stream',
  'POE::Filter::Block',
  'POE::Filter::Grep',
  'POE::Filter::Map',
  'POE::Filter::RecordBlock',
  'POE::Filter::Reference',
  'POE::Filter::HTTPD',
  'POE::Filter::Stackable',
  'POE::Driver',
  'POE::Driver::SysRW',
  'POE::Component::Server::TCP',
  'POE::Component::Client::TCP',
  'POE::Queue',
  'POE::Queue::Array',
  'POE::Pipe::OneWay',
  'POE::Pipe::TwoWay',
  'POE::Loop',
  'POE::Resource::Clock',
]

/** Called by Perl or by POE alone; and words of headings that are no names. */
const NO_NAMES = new Set(
  'import skip_tests DESTROY CLONE DEBUG POE INET UNIX control decode init meta headers_as_strings'.split(' '),
)

/** Where Perl keeps the installed POE; undefined where there is none. */
export function perlPoe(): string | undefined {
  const { stdout, status } = spawnSync('perl', ['-MPOE', '-e', 'print $INC{"POE.pm"}'], { encoding: 'utf8' })
  return status === 0 ? dirname(stdout) : undefined
}

/** The name of every module below the installed POE, but the tests of its loops, which have a page of their own. */
export function modulesOfPoe(folder: string): string[] {
  const files = readdirSync(join(folder, 'POE'), { recursive: true, encoding: 'utf8' })
  const own = files.filter(
    (file) => file.endsWith('.pm') && !/^Test.Loops./.test(file) && existsSync(join(folder, 'POE', file)),
  )
  return own.map((file) => `POE::${file.replace(/\.pm$/, '').replaceAll('/', '::')}`).sort()
}

/** What the installed POE calls its methods, parameters, events, heap members and settings, by module. */
export function namesOfPoe(folder: string): Map<string, string[]> {
  return new Map(MODULES.map((module) => [module, namesOf(folder, module)]))
}

function namesOf(folder: string, module: string): string[] {
  const text = readFileSync(join(folder, `${module.replaceAll('::', '/')}.pm`), 'utf8')
  const { code, manual } = apart(text)
  const found = [...methodsOf(code), ...offsetsOf(code), ...parametersOf(code), ...headingsOf(manual)]
  return [...new Set(found)].filter((name) => !NO_NAMES.has(name)).sort()
}

/** The code of a module, without remarks, and its manual. */
function apart(text: string): { readonly code: string; readonly manual: string } {
  const [program = '', rest = ''] = text.split(/^__(?:END|DATA)__$/m)
  const manuals = /^=[a-z][\s\S]*?(?:^=cut$|(?![\s\S]))/gm
  const manual = [...text.matchAll(manuals)].map(([part]) => part).join('\n')
  const code = program.replace(manuals, '').replace(/^\s*#.*/gm, '')
  return { code, manual: `${manual}\n${rest.startsWith('=') ? rest : ''}` }
}

/** Public methods are lower case, or `ID` and the like. */
function methodsOf(code: string): string[] {
  return allOf(code, /^\s*sub\s+([A-Za-z]\w*)/gm).filter((name) => /^[a-z]|^P?ID(?![A-Z])/.test(name))
}

/** What a session exports: where in `@_` things are. */
function offsetsOf(code: string): string[] {
  if (!code.includes('sub ARG0')) return []
  return allOf(code, /^\s*sub\s+((?:CALLER_)?[A-Z]+\d?)\s*\(\)\s*\{\s*\d+\s*\}/gm)
}

/** Parameters are keys in camel case, or named by a constant: `CREATE_ARGS () { 'args' }`. */
function parametersOf(code: string): string[] {
  return [
    ...allOf(code, /\{\s*['"]?([A-Z][A-Za-z]*[a-z][A-Za-z]*)['"]?\s*\}/g),
    ...allOf(code, /['"]((?:[A-Z][a-z]+){2,})['"]/g),
    ...allOf(code, /\b(Max(?:Buffer|Content|Length))\b/g),
    ...allOf(code, /sub\s+(?:CREATE|SPAWN|OPT)_\w+\s*\(\)\s*\{\s*['"](\w+)['"]\s*\}/g),
    ...allOf(code, /\b((?:ASSERT|TRACE|POE|USE|CATCH)_[A-Z][A-Z_]+|CHILD_POLLING_INTERVAL)\b/g),
  ]
}

/** Methods, events, members of heaps, settings and signals the manual has a heading for. */
function headingsOf(manual: string): string[] {
  return allOf(manual, /^=(?:head[2-4]|item)\s+(?:\$_\[|\$)?([a-z_][a-z_]*|[A-Z]{2,}(?:_[A-Z]+)*|ID_\w+)\b(?! to )/gm)
}

function allOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name]) => name as string)
}
