import type { OptionRow } from './option-row.js'

const serve = ['serve'] as const

/** Where the server listens, for whom, and what it says of itself. */
export const listeningOptions = {
  port: {
    kind: 'port',
    value: 'PORT',
    default: '4010',
    alias: 'p',
    help: 'Port to listen on; 0 takes any that is free, as run does unless told.',
    commands: ['serve', 'token', 'run'],
  },
  host: {
    kind: 'text',
    value: 'HOST',
    default: 'localhost',
    alias: 'h',
    help: 'Name or address to listen on. localhost is 127.0.0.1 and ::1; any other than loopback needs --profile.',
    commands: serve,
  },
  profile: {
    kind: 'choice',
    choices: ['local', 'public'],
    default: 'local',
    help: 'Whom the server is for: people on this machine or a trusted network, or anybody.',
    commands: serve,
  },
  allowOrigin: {
    kind: 'origins',
    value: 'ORIGIN',
    help: 'Origins besides loopback whose pages may send cookies. Comma separated, or repeat the flag.',
    commands: serve,
  },
  allowHost: {
    kind: 'list',
    value: 'HOST',
    help: 'Host names besides loopback that the server answers for. Comma separated, or repeat the flag.',
    commands: serve,
  },
  allowHeader: {
    kind: 'headers',
    value: 'NAME',
    help: 'Request headers that pages of other origins may send, besides well-known ones and those of the contract.',
    commands: serve,
  },
  allowLocalNetwork: {
    kind: 'switch',
    default: 'false',
    help: 'Answer browsers that ask whether pages of the internet may call this machine (Private Network Access).',
    commands: serve,
  },
  publicUrl: {
    kind: 'origin',
    value: 'URL',
    defaultText: 'what the Host header says',
    help: 'Origin under which clients reach the server: behind a proxy, or with TLS in front of it.',
    commands: serve,
  },
  maxBody: {
    kind: 'size',
    value: 'SIZE',
    default: '1mb',
    help: 'Largest request body, in bytes or with kb, mb or gb (powers of 1024).',
    commands: ['serve', 'run'],
  },
  logLevel: {
    kind: 'choice',
    choices: ['silent', 'error', 'warn', 'info', 'debug'],
    default: 'info',
    defaultText: 'info; error for run',
    help: 'Least important entry to log. Below info, only the Listening line is printed at start.',
    commands: ['serve', 'run'],
  },
  logFormat: {
    kind: 'choice',
    choices: ['pretty', 'json'],
    defaultText: 'pretty on a terminal, json otherwise',
    help: 'One line per request for people, or one JSON object. When said, json covers the list printed at start too.',
    commands: ['serve', 'run'],
  },
} as const satisfies Record<string, OptionRow>
