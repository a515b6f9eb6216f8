// Sources are ES modules; tests run them as CommonJS, because openapi-backend's dependencies fail
// under Node's --experimental-vm-modules.
const esmOnly = [
  ...['lowdb', 'steno', '@apidevtools', '@faker-js/faker'],
  // What openapi-typescript needs.
  ...['openapi-typescript', 'parse-json', 'index-to-position', 'supports-color', 'change-case'],
  // What msw needs.
  ...['rettime', 'until-async', '@open-draft'],
]

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: [],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.m?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', lazy: true },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
}

export default {
  projects: [
    {
      ...base,
      displayName: 'test',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(browser|runtimes|long)/'],
    },
    {
      ...base,
      displayName: 'ci',
      testMatch: ['<rootDir>/test/(browser|runtimes|long)/**/*.test.ts'],
    },
  ],
  testTimeout: 30_000,
  // Jest leaves one core idle unless told: on two cores it takes twice as long.
  maxWorkers: '100%',
}
