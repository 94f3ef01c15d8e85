/**
 * What a production build leaves out: the words of errors, with how they show values; `explain`'s sentences; traces and assertions;
 * how things look on Node's console.
 */
type Left = 'words' | 'sentences' | 'traces' | 'console'

/**
 * The tests that look at that, by package: each the beginning of a file's and a test's full name. Whatever begins so has to
 * fail on a production build, or it is on this list by mistake.
 */
export const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, Left>>>> = {
  errors: {
    'checks.test.ts > check.text > says': 'words',
    'checks.test.ts > check.name > says': 'words',
    'checks.test.ts > check.flag > says': 'words',
    'checks.test.ts > check.callable > says': 'words',
    'checks.test.ts > check.object > says': 'words',
    'checks.test.ts > check.list > says': 'words',
    'checks.test.ts > check.integer > says': 'words',
    'checks.test.ts > check.integer to > says': 'words',
    'checks.test.ts > check.milliseconds > says': 'words',
    'checks.test.ts > check.oneOf > says': 'words',
    'checks.test.ts > check.having > says': 'words',
    'checks.test.ts > check.having > names the method that is missing': 'words',
    'checks.test.ts > show > shows a "b"': 'words',
    'checks.test.ts > show > shows xxx': 'words',
    'checks.test.ts > show > shows 5n': 'words',
    'checks.test.ts > show > shows null': 'words',
    'checks.test.ts > show > shows 1': 'words',
    'checks.test.ts > show > shows {}': 'words',
    'checks.test.ts > show > shows <Anonymous Class>': 'words',
    'checks.test.ts > show > shows Thing{}': 'words',
    'checks.test.ts > show > shows class Thing': 'words',
    'checks.test.ts > show > shows () => {}': 'words',
    'options.test.ts > checkOptions > takes undefined as not given': 'words',
    'options.test.ts > checkOptions > takes no ': 'words',
    'options.test.ts > checkOptions > names ': 'words',
    'options.test.ts > checkOptions > lists what there is when none is near': 'words',
    'options.test.ts > checkOptions > takes a name of Object.prototype for an unknown one': 'words',
    'options.test.ts > badOption': 'words',
  },
  kernel: {
    'ledger.test.ts > ledger': 'sentences',
    'misuse.test.ts > without an active session > says what to do': 'words',
    'misuse.test.ts > a session of another kernel > is refused by name': 'words',
    'misuse.test.ts > a session of another kernel > from another copy of the package is refused as such': 'words',
    'mixins.test.ts > an API mix-in > is added once, and replaces nothing': 'words',
    'requests.test.ts > a request > gives what the promise of a handler gives, and keeps both alive meanwhile':
      'sentences',
    'requests.test.ts > a request > tells that there is no session, no handler, or none any more': 'words',
    'requests.test.ts > a request > has a time limit, which keeps nobody from being idle once it is over': 'words',
    'requests.test.ts > a request > ends by a signal, before and while it waits': 'words',
    'requests.test.ts > a request > refuses wrong options and names': 'words',
    'session-host.test.ts > a session’s host > gives the services of the loop, and says who has one that is missing':
      'words',
    'sig-child.test.ts > sigChild > of what is no program of the loop holds the session': 'sentences',
    'tracing.test.ts > tracing > tells': 'traces',
    'tracing.test.ts > tracing > shows': 'traces',
    'tracing.test.ts > tracing > goes to where warnings go': 'traces',
    'tracing.test.ts > tracing > refuses what it does not know': 'traces',
    'tracing.test.ts > assertions > make expected misses errors': 'traces',
    'tracing.test.ts > assertions > of': 'traces',
  },
  nfa: {
    'nfa.test.ts > Nfa.spawn > refuses what is no machine, naming it': 'words',
  },
  session: {
    'contract.test.ts > a contract > refuses to the sender what does not, and the session never hears of it': 'words',
    'contract.test.ts > a contract > checks what handlers give, promises too': 'words',
    'contract.test.ts > a contract > refuses what are no validators, and asynchronous ones': 'words',
    'create.test.ts > Session.create, kernel > takes the default kernel where none is given': 'words',
    'create.test.ts > Session.create, errors': 'words',
    'options.test.ts > Session.option > refuses': 'words',
    'options.test.ts > the option trace': 'traces',
    'postback.test.ts > a postback > holds its session, and shows in the ledger': 'sentences',
    'postback.test.ts > a postback > needs the name of an event': 'words',
    'postback.test.ts > a callback > holds its session, and shows in the ledger': 'sentences',
    'postback.test.ts > a callback > needs the name of an event': 'words',
    'subclass.test.ts > a class that extends Session > is named in messages and on consoles': 'console',
    'subclass.test.ts > a class that extends Session > has': 'words',
  },
  'wheel-readwrite': {
    'output.test.ts > ReadWrite, highMark and lowMark > moves the marks': 'words',
    'output.test.ts > ReadWrite, highMark and lowMark > has no marks to move where none were given': 'words',
    'output.test.ts > ReadWrite.close > takes other times': 'words',
    'output.test.ts > ReadWrite options > refuses': 'words',
  },
}
