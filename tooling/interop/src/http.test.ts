import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Program } from './program.ts'
import { has } from './tools.ts'

const run = promisify(execFile)
let server: Program
let origin: string
let port: number

beforeAll(async () => {
  server = new Program(new URL('./http-server.ts', import.meta.url), {})
  port = Number((await server.says(/port (\d+)\n/))[1])
  origin = `http://127.0.0.1:${port}`
})

afterAll(() => server.interrupt())

/** What curl says to standard output. */
async function curl(...args: string[]): Promise<string> {
  const { stdout } = await run('curl', ['-sS', '--max-time', '20', ...args], { maxBuffer: 2 ** 26 })
  return stdout
}

/** All that a connection gives for some text, up to its end. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1').on('data', (more: string) => (got += more))
    socket
      .on('end', () => socket.end())
      .on('close', () => resolve(got))
      .on('error', reject)
  })
}

describe.runIf(has('curl'))('curl', () => {
  it('uses one connection for several requests', async () => {
    const text = await curl('-w', '%{num_connects}\n', `${origin}/a?b`, `${origin}/c`)
    expect(text).toBe(
      '{"method":"GET","target":"/a?b","keepAlive":true,"trailers":[],"size":0}1\n' +
        '{"method":"GET","target":"/c","keepAlive":true,"trailers":[],"size":0}0\n',
    )
  })

  it('is told when the connection ends', async () => {
    expect(await curl('-i', '--http1.0', `${origin}/`)).toMatch(
      /^HTTP\/1\.1 200 OK\r\nDate: Sat, .*\r\nConnection: close\r\n/,
    )
    expect(await curl('-i', '-H', 'Connection: close', `${origin}/`)).toContain('\r\nConnection: close\r\n')
  })

  it('sends content by length and in chunks, and waits for the 100 before much of it', async () => {
    expect(await curl('--data-binary', 'hello', `${origin}/echo`)).toBe('hello')
    expect(await curl('-H', 'Transfer-Encoding: chunked', '-d', 'hello', `${origin}/echo`)).toBe('hello')
    const much = await run('sh', ['-c', `head -c 3000000 /dev/zero | tr '\\0' x | curl -sS -v -T - ${origin}/echo`], {
      maxBuffer: 2 ** 26,
    })
    expect([much.stdout.length, /< HTTP\/1.1 100 Continue/.test(much.stderr)]).toEqual([3_000_000, true])
    expect(much.stderr).toMatch(/> Transfer-Encoding: chunked/i)
  })

  it('is refused too much content before it is sent', async () => {
    const length = await curl(
      '-w',
      '%{http_code}',
      '-H',
      'Content-Length: 5000000',
      '-H',
      'Expect: 100-continue',
      '-X',
      'POST',
      `${origin}/echo`,
    )
    expect(length).toMatch(/413$/)
  })

  it('gets heads without content, and streams', async () => {
    expect(await curl('-I', `${origin}/`)).toMatch(/\r\nContent-Length: \d\d\r\n\r\n$/)
    expect(await curl(`${origin}/stream`)).toBe('one,two')
    expect(await curl('-i', `${origin}/stream`)).toContain('\r\nTransfer-Encoding: chunked\r\n')
    expect(await curl('-i', '--http1.0', `${origin}/stream`)).toMatch(/\r\nConnection: close\r\n\r\none,two$/)
  })
})

describe.runIf(has('perl'))('HTTP::Tiny', () => {
  it('keeps the connection and sends content', async () => {
    const program = `my $h = HTTP::Tiny->new(keep_alive => 1); my $u = shift;
      for my $n (1 .. 3) { my $r = $h->post("$u/echo", { content => "x" x $n }); print "$r->{status} $r->{content}\\n" }
      my $parts = 0; my $r = $h->post("$u/echo", { content => sub { $parts++ < 2 ? "part" : "" } }); print "$r->{content}\\n";`
    const { stdout } = await run('perl', ['-MHTTP::Tiny', '-e', program, origin])
    expect(stdout).toBe('200 x\n200 xx\n200 xxx\npartpart\n')
  })
})

describe('a raw connection', () => {
  it('has requests sent in one go answered in their order, the first being the slowest', async () => {
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`
    const got = await raw(
      `${get('/slow')}POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi${get('/stream')}${get('/end', 'Connection: close\r\n')}`,
    )
    expect(got.match(/"target":"\/slow"|\r\nhi|one,|two|"target":"\/end"/g)).toEqual([
      '"target":"/slow"',
      '\r\nhi',
      'one,',
      'two',
      '"target":"/end"',
    ])
  })

  it('is refused what could be two requests, and closed', async () => {
    const got = await raw(
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n',
    )
    expect(got).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(got.match(/HTTP\/1\.1/g)).toHaveLength(1)
  })
})
